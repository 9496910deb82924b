import { describe, expect, it } from 'vitest';
import { parseChoicePatterns } from '../../../../core/extractors/choice-patterns.ts';

describe('parseChoicePatterns', () => {
  it.each([
    ['B', 'B'],
    ['B. root', 'B'],
    ['(C)', 'C'],
    ['the root (C) or (D) here', 'C'],
    ['The answer is D', 'D'],
    ['I choose A over B because', 'A'],
    ['root, so 2. B it is', 'B'],
    ['plainly C: the stem', 'C'],
    ['either way D) then', 'D'],
    ['well E- maybe', 'E'],
    ['set _F_ there', 'F'],
    ['"G"', 'G'],
    ['Apple', ''],
    ['NASA is here', ''],
    ['d', ''],
    ['', ''],
  ])('reads %j as %j', (text, letter) => {
    expect(parseChoicePatterns(text)).toBe(letter);
  });

  it('knows other letters where they are asked for', () => {
    expect(parseChoicePatterns('J')).toBe('');
    expect(parseChoicePatterns('J', ['I', 'J'])).toBe('J');
  });
});
