import { describe, expect, it } from 'vitest';
import { finalAnswer } from '../../../../tasks/mathvision/final-answer.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mathvision', () => {
  it('accepts the letter, the option, or the value to two places', async () => {
    const answers = ['So \\boxed{B}.', 'The answer is 7.', '\\boxed{0.5}', '3.499', ''];
    for (const task of ['mathvision_test', 'mathvision_testmini']) {
      const { prompts, parts, rows, metrics } = await scoreFixture('mathvision', task, answers);
      expect(prompts[0]).toBe(
        'Please solve the problem step by step and put your answer in one "\\boxed{}".Which part is the root?\nChoices: A. 3\nB. 4\nC. 5\nD. 6\nE. 7\nAnswer the question with the option\'s letter from the given choices directly.',
      );
      expect(prompts[1]).toMatch(/"\\boxed\{\}"\.What colour is the sign\?$/);
      expect(parts[0]).toEqual(['image', 'text']);
      expect(rows[0]?.metrics['mathvision_standard_eval']).toEqual({
        response: [answers[0]],
        scores: [true],
      });
      expect(rows[4]?.status).toBe('unparsed');
      // The value of \frac{1}{2} is the business of isMathEqual.
      expect(metrics['mathvision_standard_eval,none']).toBeGreaterThanOrEqual(60);
      expect(metrics['mathvision_standard_eval_n,none']).toBe(5);
    }
  });

  it.each([
    ['The answer is (B).', 'b'],
    ['B\nbecause', 'b'],
    ['We get x = 12 km', '12'],
    ['\\boxed{1} then \\boxed{\\frac{3}{4}}', '\\frac{3}{4}'],
    ['The final answer is $90^{\\circ}$. Done', '90'],
    ['the total is 4.', '4'],
    ['.5', '0.5'],
    ['\\boxed{12\\text{ km}}', '12'],
    ['\\boxed{10\\%}', '10'],
  ])('reads %j as %j', (solution, answer) => {
    expect(finalAnswer(solution)).toBe(answer);
  });

  it('takes the word of a judge in the judged tasks, and has no score without one', async () => {
    const judgements = ['1', '0', undefined, '1', ''];
    for (const task of ['mathvision_reason_test', 'mathvision_reason_testmini']) {
      const { metrics } = await scoreFixture('mathvision', task, ['', '', '', '', ''], judgements);
      expect(metrics['llm_as_judge_eval,none']).toBe(0.5);
      expect(metrics['llm_as_judge_eval_n,none']).toBe(4);
    }
  });
});
