import { stripReasoning } from '../filters/reasoning-tags.ts';
import { trimPython } from '../filters/python-text.ts';
import { boxedAnswers } from './boxed-answer.ts';

const ANSWER_TAG = /<answer>([\s\S]*?)<\/answer>/;
/** No number of an answer is longer, and a line is not searched from every place in it. */
const LONGEST_NUMBER = 60;
const TRAILING_NUMBER = /\b\d+(?:\.\d+)?$/;
const MATHS_SIGN = /[=+\-*/()[\]\\]/;
/** A text this short that ends in a number shows no reasoning. */
const SHORT_TEXT_CHARACTERS = 50;

/** The answer in an answer tag, else in the last box, else the number at the end; '' for none. */
export function extractTaggedAnswer(text: string): string {
  return ANSWER_TAG.exec(text)?.[1] ?? boxedAnswers(text).at(-1) ?? lastNumber(text) ?? '';
}

/** The text without its thinking, or what the first box in it holds. */
export function extractReasonedAnswer(text: string): string {
  const answer = stripReasoning(text, [['<think>', '</think>']]);
  return trimPython(boxedAnswers(answer)[0] ?? answer);
}

/** How well a text keeps the form asked for: 1 with tags or a box, 0.8 for maths with an answer at its end. */
export function scoreAnswerFormat(text: string): number {
  const isTagged = ['think', 'analysis'].some((tag) => hasTags(text, tag));
  if (isTagged || (boxedAnswers(text).at(-1) ?? '') !== '') return 1;
  const isLong = trimPython(text).length > SHORT_TEXT_CHARACTERS;
  return isLong && MATHS_SIGN.test(text) && extractTaggedAnswer(text) !== '' ? 0.8 : 0;
}

/** The text without blanks around it and without a final period. */
export function trimAnswer(text: string): string {
  return trimPython(text).replace(/\.$/, '');
}

/** The number that ends a line, of the last such line. */
function lastNumber(text: string): string | undefined {
  for (const line of text.split('\n').toReversed()) {
    const end = trimPython(trimPython(line).replace(/\.$/, ''));
    const number = TRAILING_NUMBER.exec(end.slice(-LONGEST_NUMBER))?.[0];
    if (number !== undefined) return number;
  }
  return undefined;
}

/** Thinking from the first character on, and after it the answer up to the last. */
function hasTags(text: string, tag: string): boolean {
  const thought = text.indexOf(`</${tag}>`, tag.length + 2);
  const answer = text.indexOf('<answer>', thought);
  return (
    text.startsWith(`<${tag}>`) &&
    thought >= 0 &&
    answer >= 0 &&
    text.endsWith('</answer>') &&
    text.length - '</answer>'.length >= answer + '<answer>'.length
  );
}
