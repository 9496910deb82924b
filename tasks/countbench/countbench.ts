import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText } from '../../core/read-column.ts';
import { ONES } from '../../core/text/english-number-words.ts';

/** The benchmark counts up to ten objects; words above twenty are no answers it accepts. */
const DIGITS: ReadonlyMap<string, string> = new Map([
  ['none', '0'],
  ['zero', '0'],
  ...[...ONES].map(([word, value]) => [word, String(value)] as const),
  ['twenty', '20'],
]);

/** Right where the whole answer is the number, in digits or as a word. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, number> {
  const given = digitsOf(comparableText(response));
  return { acc: given === digitsOf(readText(document, 'number')) ? 1 : 0 };
}

function digitsOf(answer: string): string {
  const word = trimPython(answer).toLowerCase();
  return DIGITS.get(word) ?? word;
}
