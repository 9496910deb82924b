import { captionRougeL as scoreCaption } from '../text/rouge-l.ts';
import { captionOf } from './caption-values.ts';
import { meanOfDocuments } from './mean-of-documents.ts';

/** The mean ROUGE-L of the captions, over records {answer, pred}. */
export const captionRougeL = meanOfDocuments({
  name: 'caption_rouge_l',
  scoreOf: (record) => {
    const caption = captionOf(record);
    return caption === undefined ? Number.NaN : scoreCaption(caption.words, caption.references);
  },
});
