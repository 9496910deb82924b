import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';

const BEST_SCORE = 5;

export const mean_score = meanOfDocuments({
  name: 'mean_score',
  scoreOf: ({ score }) => Number(score),
});
export const percent_correct = meanOfDocuments({
  name: 'percent_correct',
  scoreOf: ({ Correctness }) => (Correctness === 'yes' ? 100 : 0),
});

/** The dataset writes questions in small letters and without their mark. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const [first = '', ...rest] = readText(document, 'question');
  const question = `${first.toUpperCase()}${rest.join('').toLowerCase()}?`;
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  return [
    'You grade the answer to a question about a video. Decide whether it means the same as the right answer: synonyms and other wordings count, added or missing details that change the meaning do not.',
    `Question: ${readText(document, 'question')}`,
    `Right answer: ${readText(document, 'answer')}`,
    `Given answer: ${answer}`,
    "Reply with one Python dictionary and nothing else. 'pred' is 'yes' where the answers match and else 'no'; 'score' is a whole number from 0 to 5, 5 for the best match. For example: {'pred': 'yes', 'score': 4}",
  ].join('\n\n');
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
  context: ScoringContext,
): Record<string, MetricValue> {
  const verdict = parseVerdict(context.judgement);
  if (verdict === undefined) return { gpt_eval_score: null, gpt_eval_accuracy: null };
  const record: JsonObject = {
    video_name: readText(document, 'video_name'),
    question: readText(document, 'question'),
    answer: readText(document, 'answer'),
    pred: answer,
    question_id: readText(document, 'question_id'),
    type: document['type'] as JsonValue,
    Correctness: verdict.isRight ? 'yes' : 'no',
    score: verdict.score,
  };
  return { gpt_eval_score: record, gpt_eval_accuracy: record };
}

/** {'pred': 'yes' or 'no', 'score': 0 to 5}, whatever stands around it; undefined for anything else. */
function parseVerdict(
  reply: string | undefined,
): { readonly isRight: boolean; readonly score: number } | undefined {
  const from = reply?.indexOf('{') ?? -1;
  const to = reply?.indexOf('}', from) ?? -1;
  if (reply === undefined || from < 0 || to < 0) return undefined;
  const parsed = parsePythonLiteral(reply.slice(from, to + 1));
  const { pred, score } = (parsed ?? {}) as { readonly [key: string]: JsonValue | undefined };
  const whole = Math.trunc(Number(score ?? Number.NaN));
  const word =
    typeof pred === 'string' ? /\b(?:yes|no)\b/i.exec(pred)?.[0].toLowerCase() : undefined;
  if (word === undefined || !(whole >= 0 && whole <= BEST_SCORE)) return undefined;
  return { isRight: word === 'yes', score: whole };
}
