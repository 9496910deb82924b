import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The test answers are not public: the answer goes to the benchmark's server. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  const answer = trimPython(comparableText(response));
  const record = { questionId: Number(readText(document, 'questionId')), answer };
  return { submission: record };
}
