import type { EvalDocument } from '../../core/document.ts';
import { parseStatedLetter, targetLetter } from '../../core/extractors/stated-letter.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const given = parseStatedLetter(answer);
  return {
    accuracy: given === targetLetter(readText(document, 'answer')) ? 1 : 0,
    failure_rate: given === undefined ? 1 : 0,
    unparsed: given === undefined,
  };
}
