import { describe, expect, it } from 'vitest';
import { boxedAnswers } from '../../../../core/extractors/boxed-answer.ts';
import { parseJmmmuProChoice } from '../../../../core/extractors/jmmmu-pro-choice.ts';
import { parseMmmuChoice, parseVideoMmmuChoice } from '../../../../core/extractors/mmmu-choice.ts';
import { isOpenAnswerRight, parseOpenAnswer } from '../../../../core/extractors/mmmu-open.ts';
import { extractNumberAnswer } from '../../../../core/extractors/number-answer.ts';
import { extractOptionLetter } from '../../../../core/extractors/option-letter.ts';
import { parsePoints } from '../../../../core/extractors/points.ts';
import {
  extractReasonedAnswer,
  extractTaggedAnswer,
} from '../../../../core/extractors/reasoned-answer.ts';
import { trimEndTokens } from '../../../../core/extractors/special-tokens.ts';

describe('extractOptionLetter', () => {
  it.each([
    ['B', 'B'],
    ['The answer is (C).', 'C'],
    ['(A) and (C)', 'C'],
    ['A cat sits here', 'A'],
    ['I think it is A, but B is better', 'B'],
    ['**D**', 'D'],
    ['答案为：C', 'C'],
    ['red', ''],
    ['', ''],
  ])('finds in %j the option %j', (text, expected) => {
    expect(extractOptionLetter(text)).toBe(expected);
  });

  it('knows only the letters of the question', () => {
    expect(extractOptionLetter('The answer is C', ['A', 'B'])).toBe('');
    expect(extractOptionLetter('2', ['1', '2'])).toBe('2');
  });
});

describe('parseMmmuChoice', () => {
  const question = { letters: ['A', 'B'], texts: { A: 'the red car', B: 'a blue bird' } };

  it('takes the option named last, brackets before bare letters', () => {
    expect(parseMmmuChoice('(A) or rather (B)', question)).toBe('B');
    expect(parseMmmuChoice('A is wrong, so B .', question)).toBe('B');
    expect(parseMmmuChoice('B.', question)).toBe('B');
  });

  it('looks for the text of an option in longer answers only', () => {
    expect(parseMmmuChoice('in the picture there is the red car', question)).toBe('A');
    expect(parseMmmuChoice('red', question)).toBeUndefined();
  });

  it('prefers a letter with a period for Video-MMMU', () => {
    expect(parseVideoMmmuChoice('A. is what (B) says', question)).toBe('A');
    expect(parseVideoMmmuChoice('neither', question)).toBeUndefined();
  });
});

describe('parseJmmmuProChoice', () => {
  it('reads the letter at the end in any width and case', () => {
    expect(parseJmmmuProChoice('答えはｂ', ['A', 'B'])).toBe('B');
    expect(parseJmmmuProChoice('**A**', ['A', 'B'])).toBe('A');
    expect(parseJmmmuProChoice('A because', ['A', 'B'])).toBeUndefined();
  });
});

describe('parseOpenAnswer', () => {
  it('gives key phrases and the numbers in them', () => {
    expect(parseOpenAnswer('So the answer is 1,234.567.')).toEqual([1234.57, 1234, 234.57]);
    expect(parseOpenAnswer('Paris')).toEqual(['paris']);
  });

  it.each([
    ['The answer is 42', '42', true],
    ['It is Paris', 'paris', true],
    ['3.1416', '3.14', true],
    ['Rome', 'Paris', false],
    ['41', '42', false],
  ])('lets %j be right for %j: %j', (answer, right, expected) => {
    expect(isOpenAnswerRight([right], parseOpenAnswer(answer))).toBe(expected);
  });
});

describe('boxed and tagged answers', () => {
  it('keep the braces inside a box', () => {
    expect(boxedAnswers('\\boxed{\\frac{1}{2}} and \\boxed{3}')).toEqual(['\\frac{1}{2}', '3']);
    expect(boxedAnswers('\\boxed{unclosed')).toEqual([]);
    expect(extractReasonedAnswer('<think>\\boxed{1}</think>\\boxed{ \\text{B} }')).toBe(
      '\\text{B}',
    );
    expect(extractNumberAnswer('so \\boxed{\\frac{1}{2}}, not 3')).toBe('\\frac{1}{2}');
  });

  it('fall back from the tag to the box to the number at the end', () => {
    expect(extractTaggedAnswer('<answer> B </answer> \\boxed{3}')).toBe(' B ');
    expect(extractTaggedAnswer('\\boxed{3} or 4')).toBe('3');
    expect(extractTaggedAnswer('the total is 4.')).toBe('4');
    expect(extractTaggedAnswer('unknown')).toBe('');
  });

  it('read the last number without separators', () => {
    expect(extractNumberAnswer('3 of 1,234,567.8')).toBe('1234567.8');
    expect(extractNumberAnswer('none')).toBe('');
  });
});

describe('parsePoints', () => {
  it('reads fractions and thousandths', () => {
    const size = { width: 640, height: 480 };
    expect(parsePoints('(0.5, 0.5) then [512, 300]', size)).toEqual([
      [320, 240],
      [327, 144],
    ]);
    expect(parsePoints('no point', size)).toEqual([]);
  });
});

describe('trimEndTokens', () => {
  it('removes what a server left at the end', () => {
    expect(trimEndTokens(' B <|im_end|></s> ')).toBe('B');
    expect(trimEndTokens('a <|sep|> b')).toBe('a <|sep|> b');
  });
});
