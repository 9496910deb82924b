import { encodeNumber, type Aggregation } from '../../core/aggregations/aggregation.ts';
import { mean } from '../../core/aggregations/mean.ts';
import type { EvalDocument } from '../../core/document.ts';
import { parseRating } from '../../core/extractors/judge-rating.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

const RATINGS = [0, 5] as const;
/** Five points are 100. */
const POINT_PERCENT = 20;

export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  return [
    `[Question]\n${readText(document, 'question')}`,
    `[Reference answer]\n${readText(document, 'answer')}`,
    `[Answer to rate]\n${answer}`,
    'How well does the answer agree with the reference in content, accuracy and relevance? Be strict about details.\n' +
      '0: wrong or off the topic. 1: hardly any agreement. 2: the topic is right, much else is not. ' +
      '3: right on the whole, but vague or partly wrong. 4: right, could be clearer or more detailed. ' +
      '5: says all that the reference says, and nothing against it.',
    'Write two lines: "Explanation: " and your reasons, then "Rating: " and the number.',
  ].join('\n\n');
}

export function process_results(
  _document: EvalDocument,
  _responses: readonly string[],
  { judgement = '' }: ScoringContext = {},
): Record<string, MetricValue> {
  const rating = parseRating(judgement, RATINGS);
  return { gpt_eval: rating === undefined ? null : { eval_answer: judgement, score: rating } };
}

export const rating_percent: Aggregation = {
  ...mean,
  name: 'rating_percent',
  encode: (value) => encodeNumber(value)?.map((rating) => rating * POINT_PERCENT),
};
