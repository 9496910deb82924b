import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject } from '../../core/json.ts';
import { isMedia } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { optionTexts, rightPosition } from './option-texts.ts';

const LETTERS = ['A', 'B', 'C', 'D'];

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const question = readText(document, 'question');
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

export function doc_to_target(document: EvalDocument): string {
  return (optionTexts(document)[rightPosition(document)] ?? '').trim();
}

/** Right where one of answer and option holds the other; an empty answer is in every text, yet no answer. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const [answer, right] = [plain(response), plain(doc_to_target(document))];
  const isRight = answer !== '' && (answer.includes(right) || right.includes(answer));
  return { acc_score: isRight ? 1 : 0, unparsed: answer === '' };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .trim()
    .replaceAll(/[^\p{L}\p{N}_\s]/gu, '')
    .replaceAll(/\s+/g, ' ');
}

/** Asks which of the options an answer in words means. */
export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  const options = optionTexts(document).map((text, position) => `${LETTERS[position]}. ${text}`);
  return [
    'Someone answered a question about a video in their own words. Say which option the answer means.',
    `Question: ${readText(document, 'question')}`,
    `Answer: ${answer}`,
    `Options:\n${options.join('\n')}`,
    'Reply with one letter and nothing else: A, B, C or D for the option that the answer clearly means, or X where it means none of them, is empty, or declines to answer.',
  ].join('\n\n');
}

export function process_results_matched(
  document: EvalDocument,
  _responses: readonly string[],
  context: ScoringContext,
): Record<string, MetricValue> {
  if (context.judgement === undefined) return { acc_score: null, llm_match_score: null };
  const letter = /\b([ABCDX])\b/.exec(context.judgement.toUpperCase())?.[1] ?? 'X';
  const isRight = LETTERS.indexOf(letter) === rightPosition(document);
  return { acc_score: isRight ? 1 : 0, llm_match_score: letter === 'X' ? 0 : 1 };
}

export function doc_to_messages_video_only(
  document: EvalDocument,
  settings: JsonObject,
): ChatMessage[] {
  const video = document['video'];
  const media: MessagePart[] = isMedia(video) ? [{ type: video.kind, media: video }] : [];
  const text = promptSetting(settings, 'user_text');
  return [
    { role: 'system', content: [{ type: 'text', text: promptSetting(settings, 'system_prompt') }] },
    { role: 'user', content: [...media, { type: 'text', text }] },
  ];
}

export function process_results_video_only(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const answer = response.trim().toUpperCase();
  const letter = /\b([ABCD])\b/.exec(answer)?.[1] ?? /[ABCD]/.exec(answer)?.[0];
  const isRight = letter !== undefined && LETTERS.indexOf(letter) === rightPosition(document);
  return {
    acc_score: isRight ? 1 : 0,
    format_score: letter === undefined ? 0 : 1,
    unparsed: letter === undefined,
  };
}
