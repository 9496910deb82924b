import { describe, expect, it } from 'vitest';
import { parseStatedLetter, targetLetter } from '../../../../core/extractors/stated-letter.ts';

describe('parseStatedLetter', () => {
  it.each([
    ['The answer is B.', 'B'],
    ['Correct answer: d', 'D'],
    ['I would choose c', 'C'],
    ['option a, not (b)', 'A'],
    ['(C) Choose a dress.', 'C'],
    ['d. Option a is wrong', 'D'],
    ['(a) is wrong, the answer is b', 'B'],
    ['so (B)', 'B'],
    ['b。', 'B'],
    ['a) one', 'A'],
    ['choose boots', undefined],
    ['The answer is considered', undefined],
    ['Both of them', undefined],
    ['E', undefined],
    ['', undefined],
  ])('%j names %j', (answer, letter) => {
    expect(parseStatedLetter(answer)).toBe(letter);
  });

  it('reads the letter a target begins with', () => {
    expect(targetLetter('(C) Choose a dress.')).toBe('C');
    expect(targetLetter('d')).toBe('D');
  });
});
