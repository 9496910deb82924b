import type { EvalDocument } from '../../core/document.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The first character of an answer is its letter. */
export function process_results(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const pred = Array.from(String(answer).trim())[0] ?? '';
  const record = {
    pred,
    answer: readText(document, 'answer'),
    question_id: readText(document, 'question_id'),
  };
  const split = document['data_type'] === 'video' ? 'seed_video' : 'seed_image';
  return { [split]: record, seed_all: record, unparsed: !/^[A-D]$/i.test(pred) };
}
