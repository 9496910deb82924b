import type { EvalDocument } from '../../core/document.ts';
import { parseYesNo } from '../../core/extractors/yes-no-answer.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The other ten categories are perception. */
const COGNITION = new Set([
  'commonsense_reasoning',
  'numerical_calculation',
  'text_translation',
  'code_reasoning',
]);

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const category = readText(document, 'category');
  const given = parseYesNo(answer);
  const isRight = given === readText(document, 'answer').trim().toLowerCase();
  const metric = COGNITION.has(category) ? 'mme_cognition_score' : 'mme_perception_score';
  const record = {
    question_id: readText(document, 'question_id'),
    category,
    score: isRight ? 1 : 0,
  };
  return { [metric]: record, unparsed: given === 'other' };
}
