import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { parseMmbenchChoice } from '../../core/extractors/mmbench-choice.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { mediaAt } from '../../core/named-media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

/** Of `worldvqa`, whose table may keep pictures as text. */
export function picture(document: EvalDocument): readonly Media[] {
  return [embeddedImage(document, 'image')];
}

/** Films lie beside the table under their number. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  return [mediaAt(`${readText(document, 'video_idx')}.mp4`)];
}

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = document['option'] === undefined ? [] : readTexts(document, 'option');
  const question = [readText(document, 'question'), ...options].join('\n');
  return promptSetting(settings, 'pre_prompt') + question + promptSetting(settings, 'post_prompt');
}

/** Options and answers are written "B. text". */
export function right_letter(document: EvalDocument): string {
  return trimPython(readText(document, 'answer').split('.')[0] ?? '');
}

export function right_text(document: EvalDocument): string {
  return withoutLetter(readText(document, 'answer'));
}

export function option_texts(document: EvalDocument): string[] {
  return readTexts(document, 'option').map(withoutLetter);
}

/** The letter of an option whose text an answer holds, else the answer without punctuation. */
export function option_filter(
  responses: readonly JsonValue[],
  document: EvalDocument,
): readonly JsonValue[] {
  const options = optionsOf(document);
  return responses.slice(0, 1).map((response) => {
    const plain = withoutMarks(comparableText(response));
    const places = [...options].map(([letter, text]) => ({
      letter,
      at: plain.indexOf(withoutMarks(text)),
    }));
    const named = places.filter(({ at }) => at >= 0).sort((left, right) => left.at - right.at);
    return named[0]?.letter ?? plain;
  });
}

export function generation_judge_prompt(
  document: EvalDocument,
  [response = '']: readonly string[],
): string {
  return [
    'Rate how well an answer to a question about a film agrees with the key points of the reference answer.',
    '1: every key point, and nothing against them. 0.5: some key points, others missing, or more than the reference says. 0.3: some key points, and something that contradicts the reference. 0: none.',
    `Question: ${readText(document, 'question')}`,
    `Reference answer: ${readText(document, 'answer')}`,
    `Answer: ${response}`,
    'Name the key points and your reasons, then write the rating alone on the last line: 1, 0.5, 0.3 or 0.',
  ].join('\n\n');
}

/** The rating stands on the last line of the judge's reply; without a reply there is no score. */
export function score_generation(
  document: EvalDocument,
  [response = '']: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const rating = Number(
    trimPython(judgement ?? '')
      .split('\n')
      .at(-1)
      ?.trim() || Number.NaN,
  );
  const record = {
    ...recordOf(document, response),
    eval_answer: judgement ?? '',
    gpt_prompt: generation_judge_prompt(document, [response]),
    score: [0, 0.3, 0.5, 1].includes(rating) ? rating : 0,
  };
  return { submission: record, gpt_eval: judgement === undefined ? null : record };
}

/** Asks for the option that an answer means; undefined where the answer says it itself. */
export function choice_judge_prompt(
  document: EvalDocument,
  [response = '']: readonly string[],
): string | undefined {
  const options = optionsOf(document);
  if (parseMmbenchChoice(response, options) !== undefined) return undefined;
  return [
    'Which option of a question does an answer mean? Reply with its letter alone, or E if it means none of them.',
    `Question: ${readText(document, 'question')}`,
    `Options:\n${readTexts(document, 'option').join('\n')}`,
    `Answer: ${response}`,
  ].join('\n\n');
}

export function score_choice(
  document: EvalDocument,
  [response = '']: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const options = optionsOf(document);
  const judged = trimPython(judgement ?? '').toUpperCase();
  const letter =
    parseMmbenchChoice(response, options) ?? (options.has(judged) ? judged : undefined);
  const record = {
    ...recordOf(document, response),
    option: readTexts(document, 'option'),
    question: readText(document, 'question'),
    score: letter === right_letter(document) ? 1 : 0,
  };
  return { gpt_eval: record, unparsed: letter === undefined };
}

function recordOf(document: EvalDocument, response: string): JsonObject {
  return {
    pred: response,
    question_idx: (document['question_idx'] ?? null) as JsonValue,
    object_description: (document['object_description'] ?? null) as JsonValue,
    answer: readText(document, 'answer'),
  };
}

function optionsOf(document: EvalDocument): ReadonlyMap<string, string> {
  return new Map(
    readTexts(document, 'option').map((option, position) => [
      'ABCDEFGHIJ'[position] ?? '',
      withoutLetter(option),
    ]),
  );
}

function withoutMarks(text: string): string {
  return trimPython(text.replaceAll(/[^\p{L}\p{N}_\s]/gu, ''));
}

function withoutLetter(option: string): string {
  const text = trimPython(option.split('.').slice(1).join('.')).replace(/\.$/, '');
  return text === '' ? trimPython(option) : text;
}
