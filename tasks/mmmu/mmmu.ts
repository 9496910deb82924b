import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { parseMmmuChoice } from '../../core/extractors/mmmu-choice.ts';
import { parseOpenAnswer } from '../../core/extractors/mmmu-open.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { namedPictures, optionsOf, PICTURE, pictureAt } from './question-parts.ts';

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const question = readText(document, 'question');
  const options = (): string => letteredOptions(optionsOf(document));
  const request = (choice: string): string =>
    promptSetting(kwargs, isChoice(document) ? choice : 'open_ended_prompt');
  if (isQwen(kwargs)) {
    return `${promptSetting(kwargs, 'pre_prompt')}${question}\nOptions:\n${options()}\n${request('post_prompt')}`;
  }
  const lines = isChoice(document) ? [question, options()] : [question];
  return `${lines.join('\n')}\n\n${request('multiple_choice_prompt')}`;
}

/** The pictures that the question or an option names, in order of their numbers. */
export function doc_to_visual(document: EvalDocument): Media[] {
  return namedPictures(document, doc_to_text(document, {}));
}

/** Pictures stand where the question or an option names them; Qwen's layout has them first. */
export function doc_to_messages(document: EvalDocument, kwargs: JsonObject): ChatMessage[] {
  const prompt = doc_to_text(document, kwargs);
  if (isQwen(kwargs)) {
    const pictures = doc_to_visual(document).map((media) => ({ type: media.kind, media }));
    return [{ role: 'user', content: [...pictures, { type: 'text', text: prompt }] }];
  }
  const content = prompt.split(PICTURE).flatMap((piece, index): MessagePart[] => {
    if (index % 2 === 1) {
      const media = pictureAt(document, `image_${piece}`);
      return [{ type: media.kind, media }];
    }
    const text = piece.trim();
    return text === '' ? [] : [{ type: 'text', text }];
  });
  return [{ role: 'user', content }];
}

export function process_results(
  document: EvalDocument,
  responses: readonly unknown[],
): Record<string, MetricValue> {
  const id = readText(document, 'id');
  const answers = responses
    .flat()
    .map((response) => parseAnswer(document, String(response).trim()));
  const record = {
    id,
    // validation_Art_Theory_2 is of the subject Art_Theory.
    subdomain: id.split('_').slice(1, -1).join('_'),
    question_type: readText(document, 'question_type'),
    answer: readText(document, 'answer'),
    parsed_pred: answers.map((answer) => answer ?? ''),
  };
  return {
    mmmu_acc: record,
    mmmu_acc_pass_at_k: record,
    submission: { [id]: submitted(answers[0]) },
    unparsed: answers.every((answer) => answer === undefined),
  };
}

function parseAnswer(
  document: EvalDocument,
  answer: string,
): string | (string | number)[] | undefined {
  if (!isChoice(document)) return parseOpenAnswer(answer);
  const options = optionsOf(document);
  const texts = Object.fromEntries(options.map((text, index) => [letterAt(index), text]));
  return parseMmmuChoice(answer, { letters: Object.keys(texts), texts });
}

/** The server of the benchmark takes one text per question, whole numbers with a decimal place. */
function submitted(answer: string | (string | number)[] | undefined): string {
  const first = Array.isArray(answer) ? answer[0] : answer;
  if (typeof first !== 'number') return first ?? '';
  return Number.isInteger(first) ? first.toFixed(1) : String(first);
}

function isQwen(kwargs: JsonObject): boolean {
  return promptSetting(kwargs, 'format') === 'qwen3_vl';
}

function isChoice(document: EvalDocument): boolean {
  return document['question_type'] === 'multiple-choice';
}
