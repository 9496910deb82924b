import { stripReasoning } from '../filters/reasoning-tags.ts';
import { trimPython } from '../filters/python-text.ts';
import { boxedAnswers } from './boxed-answer.ts';

const ANSWER_TAG = /<answer>([\s\S]*?)<\/answer>/;
const LAST_NUMBER = /(\d+(?:\.\d+)?)\s*\.?\s*$/;
const REASONING_TAG = /<(think|analysis)>[\s\S]*<\/\1>[\s\S]*<answer>[\s\S]*<\/answer>/;
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

/** How well a text keeps the form asked for: 1 with tags or a box, 0.8 where it only ends in a number. */
export function scoreAnswerFormat(text: string): number {
  if (REASONING_TAG.test(text) || boxedAnswers(text).length > 0) return 1;
  return text.length > SHORT_TEXT_CHARACTERS && lastNumber(text) !== undefined ? 0.8 : 0;
}

/** The text without blanks around it and without a final period. */
export function trimAnswer(text: string): string {
  return trimPython(text).replace(/\.$/, '');
}

function lastNumber(text: string): string | undefined {
  return LAST_NUMBER.exec(text)?.[1];
}
