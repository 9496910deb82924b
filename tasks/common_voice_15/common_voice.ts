import { fieldOf, type Aggregation } from '../../core/aggregations/aggregation.ts';
import { transcriptErrorRateBy } from '../../core/aggregations/transcript-error-rate.ts';
import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return {
    wer: {
      gt: readText(document, 'sentence'),
      pred: trimPython(answer),
      source: readText(document, 'path'),
      task: readText(document, 'locale'),
    },
  };
}

export const word_error_rate: Aggregation = transcriptErrorRateBy('word_error_rate', (record) => {
  const locale = fieldOf(record, 'task');
  if (locale === 'en') return 'english';
  return locale === 'zh-CN' ? 'chinese' : 'words';
});
