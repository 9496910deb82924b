import { describe, expect, it } from 'vitest';
import {
  parseAgreement,
  parseComparison,
  parseJudgeJson,
  parseJudgeScore,
  parseJudgeShare,
  parseYesVerdict,
} from '../../../../core/extractors/judge-verdict.ts';
import {
  containsText,
  isSameNumber,
  isSameText,
} from '../../../../core/extractors/verify-answer.ts';

describe('verdicts of a judge', () => {
  it('do not take "incorrect" for "correct"', () => {
    expect(parseAgreement('Correct.')).toBe(true);
    expect(parseAgreement('incorrect')).toBe(false);
    expect(parseYesVerdict('Answer: yes')).toBe(true);
    expect(parseYesVerdict('yesterday')).toBe(false);
  });

  it('read scores and keep them inside the range', () => {
    expect(parseJudgeScore('Score: 12', [1, 5])).toBe(5);
    expect(parseJudgeScore('none')).toBe(0);
    expect(parseJudgeShare('Rating: 7 out of 10', [0, 10])).toBe(0.7);
    expect(parseJudgeShare('none', [1, 5])).toBe(0);
  });

  it('say when there is nothing to read', () => {
    expect(parseComparison('8, 9\nbecause')).toEqual([8, 9]);
    expect(parseComparison('only 8')).toBeUndefined();
    expect(parseJudgeJson('```json\n{"k": {"a": 1}}\n```')).toEqual({ k: { a: 1 } });
    expect(parseJudgeJson('{bad json}')).toBeUndefined();
  });
});

describe('verifiers', () => {
  it('compare texts with and without case', () => {
    expect(isSameText(' Red', 'red')).toBe(true);
    expect(isSameText('Red', 'red', { ignoreCase: false })).toBe(false);
    expect(isSameText('red ', 'red', { trim: false })).toBe(false);
    expect(containsText('it is RED', 'red')).toBe(true);
  });

  it('compare numbers within a tolerance', () => {
    expect(isSameNumber('about 1,005', '1000')).toBe(true);
    expect(isSameNumber('1020', '1000')).toBe(false);
    expect(isSameNumber('1020', '1000', { relative: 0.05 })).toBe(true);
    expect(isSameNumber('3.14', '3.1416', { relative: 0, absolute: 0.01 })).toBe(true);
    expect(isSameNumber('none', 'none')).toBe(false);
  });
});
