import { fieldOf, type Aggregation } from '../../core/aggregations/aggregation.ts';
import { transcriptErrorRateBy } from '../../core/aggregations/transcript-error-rate.ts';
import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { TranscriptLanguage } from '../../core/text/transcript-words.ts';

/** Those not named are compared word by word. */
const LANGUAGES: Readonly<Record<string, TranscriptLanguage>> = {
  English: 'english',
  'Mandarin Chinese': 'chinese',
  'Cantonese Chinese': 'characters',
};

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return {
    wer: {
      gt: readText(document, 'transcription'),
      pred: trimPython(answer),
      source: readText(document, 'path'),
      language: readText(document, 'language'),
    },
  };
}

export const word_error_rate: Aggregation = transcriptErrorRateBy('word_error_rate', (record) => {
  const language = fieldOf(record, 'language');
  return typeof language === 'string' ? (LANGUAGES[language] ?? 'words') : undefined;
});
