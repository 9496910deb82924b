import { createCharacterTest } from './character-test.ts';
import { WORD } from './parse-character.ts';
import type { AssertionTest } from './pattern-node.ts';

const word = createCharacterTest(`[${WORD}]`, false);
const NEWLINE = 10;

export function testAssertion(test: AssertionTest, text: string, position: number): boolean {
  switch (test) {
    case 'text-start':
      return position === 0;
    case 'text-end':
      return position === text.length;
    case 'line-start':
      return position === 0 || text.charCodeAt(position - 1) === NEWLINE;
    case 'line-end':
      return position === text.length || text.charCodeAt(position) === NEWLINE;
    case 'last-line-end':
      return (
        position === text.length ||
        (position === text.length - 1 && text.charCodeAt(position) === NEWLINE)
      );
    case 'boundary':
      return isBoundary(text, position);
    default:
      // Python before 3.14 finds no place at all in an empty text.
      return text !== '' && !isBoundary(text, position);
  }
}

function isBoundary(text: string, position: number): boolean {
  const before = previousPosition(text, position);
  const isAfterWord = before !== undefined && word.test(text.codePointAt(before)!);
  const isBeforeWord = position < text.length && word.test(text.codePointAt(position)!);
  return isAfterWord !== isBeforeWord;
}

/** Where the character before a position begins; undefined at the start of the text. */
export function previousPosition(text: string, position: number): number | undefined {
  if (position === 0) return undefined;
  const isPair =
    position > 1 &&
    (text.charCodeAt(position - 1) & 0xfc00) === 0xdc00 &&
    (text.charCodeAt(position - 2) & 0xfc00) === 0xd800;
  return position - (isPair ? 2 : 1);
}
