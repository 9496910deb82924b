import type { EvalDocument } from '../../core/document.ts';
import { parseLeadingLetter } from '../../core/extractors/leading-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The letter that begins an answer is its option. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const pred = trimPython(answer);
  const parsed = parseLeadingLetter(pred);
  const right = readText(document, 'answer').replaceAll(/[()]/g, '');
  return {
    blink_acc: {
      id: document['idx'] as JsonValue,
      gt_content: right,
      pred_parsed: parsed,
      pred,
      sub_task: document['sub_task'] as JsonValue,
      is_correct: parsed === right,
    },
    unparsed: !/^[A-F]$/.test(parsed),
  };
}
