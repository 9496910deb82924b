import { errorCounts } from '../metrics/error-counts.ts';
import { normaliseBasic } from '../text/basic-normaliser.ts';
import { normaliseEnglish } from '../text/english-normaliser.ts';
import { cleanTranscript } from '../text/transcript.ts';
import { splitWords } from '../text/words.ts';
import { fieldOf, type Aggregation } from './aggregation.ts';
import { errorRate } from './error-rate.ts';

/** 100 · Σ edits / Σ words over transcripts {gt, pred, task}, where `task` ends in the language. */
export const transcriptErrorRate: Aggregation = {
  ...errorRate,
  name: 'transcript_error_rate',
  readsRecord: true,
  encode(value) {
    const [truth, given] = [fieldOf(value, 'gt'), fieldOf(value, 'pred')];
    const task = fieldOf(value, 'task');
    if (typeof truth !== 'string' || typeof given !== 'string' || typeof task !== 'string') {
      return undefined;
    }
    const isEnglish = task.endsWith('_en');
    return errorCounts({ prediction: given, references: [truth] }, (text) =>
      wordsOf(text, isEnglish),
    );
  },
};

/** English is normalised twice: the basic pass takes the currency and percent signs the first one keeps. */
function wordsOf(text: string, isEnglish: boolean): readonly string[] {
  const clean = cleanTranscript(text, true);
  return splitWords(normaliseBasic(isEnglish ? normaliseEnglish(clean) : clean));
}
