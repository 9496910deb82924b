import { centerOf, type Box, type Point } from '../metrics/boxes.ts';

const NUMBER = /-?\d+(?:\.\d+)?%?/g;
const PAIR = /[[(]\s*(-?\d+(?:\.\d+)?%?)(?:\s*,\s*|\s+)(-?\d+(?:\.\d+)?%?)\s*[\])]/;
const BOX_OPENING = /<\s*bbox[^<>]*>/i;
const BOX_CLOSING = /<\s*\/\s*bbox\s*>/i;
const BOX_WORDS = ['bbox', 'box', 'rect'];

/**
 * Where an answer says to click: the middle of a box in a bbox tag, else a pair in brackets, else x and y
 * by name, else the middle of four numbers where the answer speaks of a box, else the first two numbers.
 * Percentages become shares.
 */
export function parseClickPoint(answer: string): Point | undefined {
  const pair = PAIR.exec(answer);
  return (
    taggedBox(answer) ??
    (pair === null ? undefined : pointOf(pair.slice(1))) ??
    namedPoint(answer) ??
    looseNumbers(answer)
  );
}

function taggedBox(answer: string): Point | undefined {
  const opening = BOX_OPENING.exec(answer);
  if (opening === null) return undefined;
  const rest = answer.slice(opening.index + opening[0].length);
  const closing = BOX_CLOSING.exec(rest);
  if (closing === null) return undefined;
  const numbers = rest.slice(0, closing.index).match(NUMBER) ?? [];
  return numbers.length < 4 ? undefined : middleOf(numbers);
}

function namedPoint(answer: string): Point | undefined {
  const left = valueOf('x', answer);
  const top = left === undefined ? undefined : valueOf('y', answer.slice(left.end));
  return left === undefined || top === undefined ? undefined : pointOf([left.text, top.text]);
}

function valueOf(name: string, answer: string): { text: string; end: number } | undefined {
  const found = new RegExp(`['"]?${name}['"]?\\s*[:=]\\s*(-?\\d+(?:\\.\\d+)?%?)`, 'i').exec(answer);
  const text = found?.[1];
  if (found === null || text === undefined) return undefined;
  return { text, end: found.index + found[0].length };
}

function looseNumbers(answer: string): Point | undefined {
  const numbers = answer.match(NUMBER) ?? [];
  const lower = answer.toLowerCase();
  const isBox = numbers.length >= 4 && BOX_WORDS.some((word) => lower.includes(word));
  if (isBox) return middleOf(numbers);
  return numbers.length < 2 ? undefined : pointOf(numbers);
}

function middleOf(written: readonly string[]): Point {
  return centerOf(written.slice(0, 4).map(valueOfNumber) as unknown as Box);
}

function pointOf(written: readonly string[]): Point {
  return written.slice(0, 2).map(valueOfNumber) as unknown as Point;
}

function valueOfNumber(text: string): number {
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
}
