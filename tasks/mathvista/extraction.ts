import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { editDistance } from '../../core/metrics/edit-distance.ts';
import { readText } from '../../core/read-column.ts';
import { parseNumber, roundHalfEven } from '../../core/text/parse-number.ts';

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const BARE_LETTER = /^\(?[A-Za-z]\)?[.:]?$/;
const QUOTED_ANSWER = /The answer is "([^"\n]*)"\./;
const DEFAULT_DECIMALS = 2;

/** Asks for the final answer alone; undefined where the answer is one already. */
export function judge_prompt(
  document: EvalDocument,
  [response = '']: readonly string[],
): string | undefined {
  const answer = trimPython(response);
  if (plainAnswer(document, answer) !== undefined) return undefined;
  return [
    'Below are a question with a hint on the form of its answer, and what a model replied.',
    'Copy out the final answer of the reply in that form: an option letter, an integer, a decimal number or a Python list.',
    'Write nothing but the answer. If the reply gives none, write nothing.',
    `\n${readText(document, 'query')}`,
    `\nReply of the model:\n${answer}`,
    '\nFinal answer: ',
  ].join('\n');
}

/**
 * What the response answers: itself where it is an option, an integer or a decimal as asked for, else what
 * the judge made of it. Without a judge a bare letter counts too; undefined where nobody can tell.
 */
export function extractAnswer(
  document: EvalDocument,
  response: string,
  judgement: string | undefined,
): string | undefined {
  const plain = plainAnswer(document, response);
  if (plain !== undefined) return plain;
  if (judgement !== undefined) return trimPython(judgement);
  const isLetter = document['question_type'] === 'multi_choice' && BARE_LETTER.test(response);
  if (isLetter) return response.replaceAll(/[^A-Za-z]/g, '').toUpperCase();
  return document['answer_type'] === 'list' && response.startsWith('[')
    ? response
    : QUOTED_ANSWER.exec(response)?.[1];
}

function plainAnswer(document: EvalDocument, response: string): string | undefined {
  if (response === '') return '';
  if (document['question_type'] === 'multi_choice' && choicesOf(document).includes(response)) {
    return response;
  }
  const type = document['answer_type'];
  if (type === 'integer' && INTEGER.test(response)) {
    return String(BigInt(response.replaceAll(/[_+]/g, '')));
  }
  const number = type === 'float' ? parseNumber(response) : undefined;
  return number === undefined ? undefined : decimalText(number);
}

/** The extraction in the form the right answer is kept in; null where it does not fit. */
export function normaliseExtraction(document: EvalDocument, extraction: string): string | null {
  if (document['question_type'] === 'multi_choice') return nearestChoice(document, extraction);
  const type = document['answer_type'];
  if (type !== 'integer' && type !== 'float') return extraction;
  const number = parseNumber(extraction);
  if (number === undefined || !Number.isFinite(number)) return null;
  if (type === 'integer') return String(BigInt(Math.trunc(number)));
  return decimalText(roundHalfEven(number, Number(document['precision'] ?? DEFAULT_DECIMALS)));
}

/** The option of the letter, else the one spelt most alike; none for an empty extraction, which names none. */
function nearestChoice(document: EvalDocument, extraction: string): string | null {
  const choices = choicesOf(document);
  const text = /\(([A-Za-z])\)/.exec(extraction)?.[1]?.toUpperCase() ?? trimPython(extraction);
  if (text === '') return null;
  const named = choices.findIndex((_, position) => letterAt(position) === text);
  if (named >= 0) return choices[named]!;
  const distances = choices.map((choice) => editDistance(text, choice));
  return choices[distances.indexOf(Math.min(...distances))] ?? null;
}

export function choicesOf(document: EvalDocument): readonly string[] {
  const value = document['choices'];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A number as Python prints a float. */
function decimalText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}
