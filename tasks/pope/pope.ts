import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const METRICS = [
  'pope_accuracy',
  'pope_precision',
  'pope_recall',
  'pope_f1_score',
  'pope_yes_ratio',
];

/** Only a whole answer of yes or no counts as one. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const prediction = trimPython(answer.toLowerCase());
  const truth = trimPython(readText(document, 'answer').toLowerCase());
  const record = {
    question_id: readText(document, 'question_id'),
    score: prediction === truth ? 1 : 0,
    prediction,
    ground_truth: truth,
  };
  const metrics = Object.fromEntries(METRICS.map((metric) => [metric, record]));
  return { ...metrics, unparsed: prediction !== 'yes' && prediction !== 'no' };
}
