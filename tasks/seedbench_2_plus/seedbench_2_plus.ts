import type { EvalDocument } from '../../core/document.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The first character of an answer is its letter; charts, maps and web pages count apart and together. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const pred = Array.from(answer.trim())[0] ?? '';
  const record = {
    pred,
    answer: readText(document, 'answer'),
    question_id: document['question_id'] as JsonValue,
  };
  const kind = readText(document, 'question_image_type');
  const shown = kind.slice(0, 1).toUpperCase() + kind.slice(1).toLowerCase();
  return {
    [`seedbench_2_plus_${shown}`]: record,
    seedbench_2_plus_all: record,
    unparsed: !/^[A-D]$/i.test(pred),
  };
}
