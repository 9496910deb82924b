import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

const RUBRIC = `Grade how right an answer to a question about a picture is, given the reference answer.
The grade is one of 0.0 (wholly wrong), 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9 and 1.0 (wholly right).
Parts of a reference joined by <AND> are all needed; an answer with some of them earns their share.
Of parts joined by <OR> any one is enough. For a long reference, grade the share of what it says that the
answer says too; other words for the same thing are right.
Examples:
Question: What is x in the equation? Reference: -1 <AND> -5 Answer: x = 3 Score: 0.0
Question: What is x in the equation? Reference: -1 <AND> -5 Answer: x = -5 Score: 0.5
Question: What is x in the equation? Reference: -1 <AND> -5 Answer: x = -5 or 5 Score: 0.5
Question: What is x in the equation? Reference: -1 <AND> -5 Answer: x = -1 or x = -5 Score: 1.0
Reply with the grade and nothing else.`;
const SCORE = /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/;

/** MM-Vet has no rule that works without a judge: where it gave no score the metric does not apply. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
  context: ScoringContext = {},
): Record<string, MetricValue> {
  const score = scoreOf(context.judgement);
  if (score === undefined) return { gpt_eval_score: null };
  return {
    gpt_eval_score: {
      question_id: readText(document, 'question_id'),
      question: readText(document, 'question'),
      gt_answer: readText(document, 'answer'),
      capabilities: readText(document, 'capability'),
      pred_answer: trimPython(answer),
      score,
    },
  };
}

/** <AND> and <OR> in a reference are part of the benchmark: all of it, or one of several. */
export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  const reference = readText(document, 'answer')
    .replaceAll('<AND>', ' <AND> ')
    .replaceAll('<OR>', ' <OR> ');
  return `${RUBRIC}

Question: ${readText(document, 'question')}
Reference: ${reference}
Answer: ${trimPython(answer)}
Score:`;
}

/** The number that begins the reply; a reply without one is no score. */
function scoreOf(judgement: string | undefined): number | undefined {
  const [first = ''] = trimPython(judgement ?? '').split(' ');
  return SCORE.test(first) ? Number(first) : undefined;
}
