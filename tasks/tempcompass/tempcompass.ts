import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { questionWith } from './question-with.ts';
import { rateCaptionMatch, rateChoice, rateYesNo } from './rules.ts';

/** Whether an answer is right, by the benchmark's rule; undefined where the rule cannot read it. */
type Rule = (answer: string, document: EvalDocument) => boolean | undefined;

const choiceRule: Rule = (answer, document) => rateChoice(answer, readText(document, 'answer'));
const yesNoRule: Rule = (answer, document) => rateYesNo(answer, readText(document, 'answer'));
const captionRule: Rule = (answer, document) =>
  rateCaptionMatch(answer, readText(document, 'question'), readText(document, 'answer'));

/** The percentage of records with the rating 1. */
export const rating_percent = meanOfDocuments({
  name: 'rating_percent',
  scoreOf: ({ rating }) => (rating === 1 ? 100 : 0),
});

export function doc_to_text_multi_choice(document: EvalDocument, settings: JsonObject): string {
  return questionWith(document, settings, 'multi-choice');
}

export function doc_to_text_yes_no(document: EvalDocument, settings: JsonObject): string {
  return questionWith(document, settings, 'yes_no');
}

export function doc_to_text_caption_matching(document: EvalDocument, settings: JsonObject): string {
  return questionWith(document, settings, 'caption_matching');
}

export const judge_prompt_multi_choice = judgeWhere(choiceRule);
export const judge_prompt_yes_no = judgeWhere(yesNoRule);
export const judge_prompt_caption_matching = judgeWhere(captionRule);

export const process_results_multi_choice = scoreBy(choiceRule);
export const process_results_yes_no = scoreBy(yesNoRule);
export const process_results_caption_matching = scoreBy(captionRule);

type JudgePrompt = (document: EvalDocument, responses: readonly string[]) => string | undefined;
type Scorer = (
  document: EvalDocument,
  responses: readonly string[],
  context: ScoringContext,
) => Record<string, MetricValue>;

/** A judge reads only what the rule cannot. */
function judgeWhere(rule: Rule): JudgePrompt {
  return (document, [answer = '']) => {
    if (rule(answer, document) !== undefined) return undefined;
    return [
      'Decide whether the answer to a question about a video is right, given the right answer.',
      `Question:\n${readText(document, 'question')}`,
      `Right answer: ${readText(document, 'answer')}`,
      `Given answer: ${answer}`,
      'Reply with one word: "Correct" or "Incorrect".',
    ].join('\n\n');
  };
}

function scoreBy(rule: Rule): Scorer {
  return (document, [answer = ''], { judgement }) => {
    const byRule = rule(answer, document);
    const dimension = readText(document, 'dim');
    const both = (value: MetricValue): Record<string, MetricValue> => ({
      avg_accuracy: value,
      [`${dimension}_accuracy`]: value,
    });
    if (byRule === undefined && judgement === undefined) return both(null);
    const isRight = byRule ?? isCorrect(judgement ?? '');
    return both({
      video_id: readText(document, 'video_id'),
      question: readText(document, 'question'),
      'gt-answer': readText(document, 'answer'),
      'video-llm-prediction': answer,
      match_success: byRule !== undefined,
      rating: isRight ? 1 : 0,
      ...(byRule === undefined && judgement !== '' ? { chatgpt_response: judgement ?? '' } : {}),
      dim: dimension,
    });
  };
}

function isCorrect(reply: string): boolean {
  if (/^\W{0,8}correct\b/i.test(reply)) return true;
  return /\bcorrect\b/i.test(reply) && !/\b(?:incorrect|not correct)\b/i.test(reply);
}
