import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { parseMmmuChoice } from '../../core/extractors/mmmu-choice.ts';
import { parseOpenAnswer } from '../../core/extractors/mmmu-open.ts';
import type { JsonObject } from '../../core/json.ts';
import { isMedia } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const question = readText(document, 'question');
  if (!isChoice(document)) return `${question}\n\n${promptSetting(kwargs, 'open_ended_prompt')}`;
  const options = optionsOf(document).map((text, index) => `${letterAt(index)}. ${text}`);
  return `${[question, ...options].join('\n')}\n\n${promptSetting(kwargs, 'multiple_choice_prompt')}`;
}

/** Pictures stand where the question or an option names them. */
export function doc_to_messages(document: EvalDocument, kwargs: JsonObject): ChatMessage[] {
  const pieces = doc_to_text(document, kwargs).split(/<image (\d)>/);
  const content = pieces.flatMap((piece, index): MessagePart[] => {
    if (index % 2 === 1) return [imagePart(document, `image_${piece}`)];
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

function isChoice(document: EvalDocument): boolean {
  return document['question_type'] === 'multiple-choice';
}

/** The dataset writes the options as a Python list in a text. */
function optionsOf(document: EvalDocument): string[] {
  const column = document['options'];
  const options = typeof column === 'string' ? parsePythonLiteral(column) : column;
  if (Array.isArray(options)) return options.map(String);
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the options of ${readText(document, 'id')}: expected a list of texts, received ${JSON.stringify(column)?.slice(0, 80) ?? 'nothing'}. Compare the dataset with lmms-lab/MMMU.`,
  );
}

function imagePart(document: EvalDocument, column: string): MessagePart {
  const media = document[column];
  if (isMedia(media)) return { type: media.kind, media };
  throw new EvalError(
    'dataset-invalid',
    `Cannot render the question ${readText(document, 'id')}: it names <image ${column.slice(-1)}>, and the column ${column} holds no image. Compare the dataset with lmms-lab/MMMU.`,
  );
}

function letterAt(index: number): string {
  return String.fromCodePoint('A'.charCodeAt(0) + index);
}
