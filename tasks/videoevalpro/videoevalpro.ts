import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

export const share_correct = meanOfDocuments({
  name: 'share_correct',
  scoreOf: ({ judge_result: isRight }) => (isRight === true ? 1 : 0),
});

export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  return [
    'Grade the answer to a question about a video.',
    'A: correct. It holds everything of the right answer that matters and contradicts none of it. Only the meaning counts; hedging does no harm, and numbers must agree to the last digit that the right answer gives.',
    'B: incorrect. Something in it contradicts the right answer, be it hedged or not.',
    'C: not attempted. What matters is missing, and nothing contradicts.',
    `Question: ${readText(document, 'question')}`,
    `Right answer: ${readText(document, 'answer_text')}`,
    `Given answer: ${answer}`,
    'Reply with one letter and nothing else: A, B or C.',
  ].join('\n\n');
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
  { judgement }: ScoringContext,
): Record<string, MetricValue> {
  const grade = /\b(?:[ABC]|CORRECT|INCORRECT)\b/.exec(judgement?.toUpperCase() ?? '')?.[0];
  if (grade === undefined) return { videoevalpro_score: null };
  return {
    videoevalpro_score: {
      question: readText(document, 'question').trim(),
      task_type: readText(document, 'qa_type').trim(),
      text_gt: readText(document, 'answer_text').trim(),
      pred_ans: answer,
      judge_result: grade === 'A' || grade === 'CORRECT',
    },
  };
}
