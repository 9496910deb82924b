import { describe, expect, it } from 'vitest';
import { extractOptionLetter } from '../../../../core/extractors/option-letter.ts';

const LETTERS = ['A', 'B', 'C', 'D'];

describe('extractOptionLetter', () => {
  it.each([
    ['a letter at the start before brackets', 'A is better than (B)', 'A'],
    ['a letter at the end before brackets', '(A) is what I thought, yet D.', 'D'],
    ['the letter after "the answer is", not a later one', 'The answer is C since A is wrong', 'C'],
    ['the last such phrase', 'My answer is A? No, the answer is B, since C fails', 'B'],
    ['no part of a word after the phrase', 'The answer is Delicious: (B), I mean', 'B'],
    ['brackets before a period', 'I take (B) and not C. as said', 'B'],
    ['a period before a blank', 'I think B. is what A means here', 'B'],
    ['the last of equal forms', 'either (A) or (C) it is', 'C'],
    ['no small letter', 'b', ''],
    ['no letter of no text', ' ', ''],
    ['a letter inside a word at last', 'Cats', 'C'],
  ])('takes %s', (_, answer, letter) => {
    expect(extractOptionLetter(answer, LETTERS)).toBe(letter);
  });

  it('takes 10 for 10 where numbers stand for letters', () => {
    const numbers = Array.from({ length: 10 }, (_, index) => String(index + 1));
    expect(extractOptionLetter('10', numbers)).toBe('10');
    expect(extractOptionLetter('The answer is 10, of course', numbers)).toBe('10');
    expect(extractOptionLetter('1', numbers)).toBe('1');
  });

  it('reads a long answer in time that grows with its length', () => {
    expect(extractOptionLetter(`${'.x'.repeat(200_000)} (B) x`, LETTERS)).toBe('B');
  });
});
