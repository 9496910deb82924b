import { errorCounts } from '../metrics/error-counts.ts';
import type { JsonValue } from '../json.ts';
import { transcriptWords, type TranscriptLanguage } from '../text/transcript-words.ts';
import { fieldOf, type Aggregation } from './aggregation.ts';
import { errorRate } from './error-rate.ts';

/** 100 · Σ edits / Σ words over transcripts {gt, pred, task}, where `task` ends in the language. */
export const transcriptErrorRate = transcriptErrorRateBy('transcript_error_rate', (record) => {
  const task = fieldOf(record, 'task');
  if (typeof task !== 'string') return undefined;
  return task.endsWith('_en') ? 'english' : 'words';
});

/** The same over records {gt, pred} that name their language in a way of their own. */
export function transcriptErrorRateBy(
  name: string,
  languageOf: (record: JsonValue) => TranscriptLanguage | undefined,
): Aggregation {
  return {
    ...errorRate,
    name,
    readsRecord: true,
    encode(value) {
      const [truth, given] = [fieldOf(value, 'gt'), fieldOf(value, 'pred')];
      const language = languageOf(value);
      if (typeof truth !== 'string' || typeof given !== 'string' || language === undefined) {
        return undefined;
      }
      return errorCounts({ prediction: given, references: [truth] }, (text) =>
        transcriptWords(text, language),
      );
    },
  };
}
