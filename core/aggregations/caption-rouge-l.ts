import { captionRougeL as scoreCaption } from '../text/rouge-l.ts';
import type { Aggregation } from './aggregation.ts';
import { captionOf } from './caption-values.ts';
import { mean } from './mean.ts';

/** The mean ROUGE-L of the captions, over records {answer, pred}. */
export const captionRougeL: Aggregation = {
  ...mean,
  name: 'caption_rouge_l',
  readsRecord: true,
  encode(value) {
    const caption = captionOf(value);
    return caption === undefined ? undefined : [scoreCaption(caption.words, caption.references)];
  },
};
