import { expect, test } from 'vitest';
import { parseLeadingLetter } from '../../../../core/extractors/leading-letter.ts';

test.each([
  ['A', 'A'],
  ['b) left', 'B'],
  [' ( (c', 'C'],
  ['\u0085D.', 'D'],
  ['The answer is A', 'T'],
  ['[A]', ''],
  ['**A**', ''],
  ['1', ''],
  ['', ''],
])('the letter that begins %j is %j', (answer, letter) => {
  expect(parseLeadingLetter(answer)).toBe(letter);
});
