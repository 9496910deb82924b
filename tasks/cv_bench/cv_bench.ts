import type { EvalDocument } from '../../core/document.ts';
import { parseLeadingLetter } from '../../core/extractors/leading-letter.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The letter that begins an answer, bare or after a bracket, is its option. */
export function process_results(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const pred = String(answer).trim();
  const parsed = parseLeadingLetter(pred);
  const right = readText(document, 'answer').replaceAll(/[()\s]/g, '');
  return {
    cv_bench_acc: {
      id: document['idx'] as JsonValue,
      gt_content: right,
      pred_parsed: parsed,
      pred,
      type: document['type'] as JsonValue,
      task: document['task'] as JsonValue,
      source: document['source'] as JsonValue,
      is_correct: parsed === right,
    },
    unparsed: !/^[A-F]$/.test(parsed),
  };
}
