import type { EvalDocument } from '../../core/document.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText } from '../../core/read-column.ts';
import { isRelaxedMatch } from '../../core/text/numeric-answer.ts';

/** The relaxed match under the whole benchmark and under the part that the question comes from. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, number> {
  const isRight = isRelaxedMatch(comparableText(response), readText(document, 'answer'));
  const score = isRight ? 1 : 0;
  const isHuman = readText(document, 'type') === 'human_test';
  return {
    relaxed_overall: score,
    [isHuman ? 'relaxed_human_split' : 'relaxed_augmented_split']: score,
  };
}
