import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { questionWith } from './question-with.ts';

const OPTIONS = ['A.', 'B.', 'C.', 'D.'];
/** The rating of a judge that gave no reply. */
const NO_RATING = -1;

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  return questionWith(document, settings, 'captioning');
}

/** The judge answers a question about the film from its description alone. */
export function judge_prompt(document: EvalDocument, [caption = '']: readonly string[]): string {
  return [
    'Below are the description of a video and a question with options. Choose the option that the description supports. Use nothing but the description.',
    'If no option is right, or the description does not say enough to choose, answer "None of the choices are correct".',
    'Reply in two lines:\nReasoning: why\nAnswer: the option, its letter and its text, for example "B. turning left"',
    `Video description: ${caption}`,
    `Question:\n${readText(document, 'mc_question')}`,
  ].join('\n\n');
}

export function process_results(
  document: EvalDocument,
  [caption = '']: readonly string[],
  { judgement }: ScoringContext,
): Record<string, MetricValue> {
  const dimension = readText(document, 'dim');
  const right = readText(document, 'mc_answer');
  const record =
    judgement === undefined
      ? null
      : {
          video_id: readText(document, 'video_id'),
          question: readText(document, 'question'),
          ...readReply(judgement, right),
          'video-llm-prediction': caption,
          'gt-answer': right,
          dim: dimension,
        };
  return { avg_accuracy: record, [`${dimension}_accuracy`]: record };
}

function readReply(reply: string, right: string): JsonObject {
  if (reply === '') {
    return { 'chatgpt-reasoning': null, 'chatgpt-answer': null, rating: NO_RATING };
  }
  const lines = reply.split('\n').map((line) => line.trim());
  const reasoning = lines.findLast((line) => line.includes('Reasoning'));
  const answer = lines
    .findLast((line) => line.includes('Answer'))
    ?.replaceAll('Answer:', '')
    .trim();
  const given = answer ?? reply;
  const named = OPTIONS.reduce((count, option) => count + given.split(option).length - 1, 0);
  const isRight = named === 1 && given.split('. ')[0] === right.split('. ')[0];
  return {
    'chatgpt-reasoning': reasoning?.replaceAll('Reasoning:', '').trim() ?? null,
    'chatgpt-answer': given,
    rating: isRight ? 1 : 0,
  };
}
