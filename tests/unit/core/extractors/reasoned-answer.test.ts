import { describe, expect, it } from 'vitest';
import {
  extractTaggedAnswer,
  scoreAnswerFormat,
} from '../../../../core/extractors/reasoned-answer.ts';

describe('extractTaggedAnswer', () => {
  it.each([
    ['<answer>B</answer> or 5', 'B'],
    ['\\boxed{7} and 5', '7'],
    ['It is 42.\nThat is all.', '42'],
    ['It is 42.\nNo, 43', '43'],
    ['version x2', ''],
    ['3 apples', ''],
  ])('reads %j as %j', (text, answer) => {
    expect(extractTaggedAnswer(text)).toBe(answer);
  });

  it('looks at long lines of digits once', () => {
    expect(extractTaggedAnswer(`${'1'.repeat(100_000)} x`)).toBe('');
  });
});

describe('scoreAnswerFormat', () => {
  it.each([
    ['<think>a</think> <answer>b</answer>', 1],
    ['<analysis>a</analysis><answer>b</answer>', 1],
    ['Well: <think>a</think> <answer>b</answer>', 0],
    ['<think>a</think> <answer>b</answer> done', 0],
    ['so \\boxed{5}', 1],
    ['so \\boxed{}', 0],
    ['First 3 + 4 = 7, and then the rest is plain, so we get 7', 0.8],
    ['First three and four, and then the rest is plain so it is 7', 0],
    ['7', 0],
  ])('gives %j %d', (text, score) => {
    expect(scoreAnswerFormat(text)).toBe(score);
  });
});
