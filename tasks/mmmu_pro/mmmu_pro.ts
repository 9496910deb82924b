import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { parseMmmuChoice } from '../../core/extractors/mmmu-choice.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { mean } from '../../core/statistics/moments.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';
import { namedPictures, optionsOf, pictureAt } from '../mmmu/question-parts.ts';

const LONE_CAPITAL = /\b[A-Z]\b/g;

/** Where the question is part of the picture only the request is text. */
export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const request = promptSetting(kwargs, 'post_prompt');
  const question = hasQuestion(document) ? readText(document, 'question') : undefined;
  if (promptSetting(kwargs, 'format') === 'qwen3_vl') {
    const lead =
      question === undefined
        ? promptSetting(kwargs, 'vision_prompt')
        : `${promptSetting(kwargs, 'pre_prompt')}${question}`;
    return `${lead}\nOptions:\n${letteredOptions(optionsOf(document))}\n${request}`;
  }
  if (question === undefined) return request;
  return `${question}\n${letteredOptions(optionsOf(document))}\n\n${request}`;
}

export function doc_to_visual(document: EvalDocument): Media[] {
  if (!hasQuestion(document)) return [pictureAt(document, 'image')];
  const options = optionsOf(document).join('\n');
  return namedPictures(document, `${readText(document, 'question')}\n${options}`);
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const options = optionsOf(document);
  const texts = Object.fromEntries(options.map((text, index) => [letterAt(index), text]));
  const choice = parseMmmuChoice(trimPython(answer), { letters: Object.keys(texts), texts });
  const isRight = choice === readText(document, 'answer');
  return {
    mmmu_acc: recordOf(document, readText(document, 'answer'), choice ?? ''),
    unparsed: choice === undefined && !isRight,
  };
}

/** Several questions in one picture: the letters that stand alone in the answer, in their order. */
export function process_results_composite(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const right = answersOf(document);
  const letters = answer.match(LONE_CAPITAL) ?? [];
  const given = right.map((_, index) => letters[index] ?? '');
  return { mmmu_acc: recordOf(document, right, given), unparsed: letters.length === 0 };
}

/** Share of right answers, five decimals; a composite document counts the share of its questions. */
export const accuracy = meanOfDocuments({
  name: 'accuracy',
  scoreOf(record) {
    const [right, given] = [listOf(record['answer']), listOf(record['parsed_pred'])];
    return mean(right.map((letter, index): number => (letter === given[index] ? 1 : 0)));
  },
  decimals: 5,
});

function recordOf(
  document: EvalDocument,
  answer: JsonValue,
  parsed: JsonValue,
): Record<string, JsonValue> {
  return {
    id: readText(document, 'id'),
    subject: readText(document, 'subject'),
    answer,
    parsed_pred: parsed,
  };
}

function answersOf(document: EvalDocument): readonly string[] {
  const answer = document['answer'];
  const parsed = typeof answer === 'string' ? parsePythonLiteral(answer) : answer;
  return Array.isArray(parsed) ? parsed.map(String) : [readText(document, 'answer')];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  return value === undefined ? [] : [value];
}

function hasQuestion(document: EvalDocument): boolean {
  return typeof document['question'] === 'string';
}
