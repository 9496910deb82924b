import type { EvalDocument } from '../../core/document.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

const LOWEST = 1;
const HIGHEST = 10;

/** Each answer stands first once and second once, since judges favour a place. */
export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  const right = readText(document, 'answer_gt');
  return [
    'You compare answers to a question about a recording that you know from a description.',
    `[Description of the recording]\n${readText(document, 'meta_info')}`,
    `[Question]\n${readText(document, 'question')}`,
    comparison(1, right, answer),
    comparison(2, answer, right),
    `Score each answer from ${LOWEST} to ${HIGHEST} for helpfulness, relevance, accuracy and comprehensiveness; higher is better. ` +
      'Judge the comparisons apart from one another. Write one line per comparison and nothing else: ' +
      'the score of the first answer, a blank, the score of the second.',
  ].join('\n\n');
}

function comparison(number: number, first: string, second: string): string {
  return `[Comparison ${number}, first answer]\n${first}\n[Comparison ${number}, second answer]\n${second}\n[End of comparison ${number}]`;
}

export function process_results(
  _document: EvalDocument,
  _responses: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const pairs = (judgement ?? '').split('\n').flatMap((line) => {
    const scores = scoresOf(line);
    return scores === undefined ? [] : [{ line, scores }];
  });
  const [before, after, ...more] = pairs;
  if (before === undefined || after === undefined || more.length > 0) return { gpt_eval: null };
  // The answer stands second in the first comparison, first in the second.
  const score = (before.scores[1] + after.scores[0]) / 2;
  return { gpt_eval: { eval_answer: [before.line, after.line], score } };
}

function scoresOf(line: string): readonly [number, number] | undefined {
  const found = /^\s*(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*\.?\s*$/.exec(line);
  const [first, second] = [Number(found?.[1]), Number(found?.[2])];
  const isInRange = [first, second].every((score) => score >= LOWEST && score <= HIGHEST);
  return isInRange ? [first, second] : undefined;
}
