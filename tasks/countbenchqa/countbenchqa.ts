import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Right where the whole answer is the number in digits. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const given = trimPython(answer);
  const score = given === readText(document, 'number') ? 1 : 0;
  return { acc: score, exact_match: score, unparsed: !/^-?\d+(?:\.\d+)?$/.test(given) };
}
