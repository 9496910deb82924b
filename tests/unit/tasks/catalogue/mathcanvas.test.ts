import { describe, expect, it } from 'vitest';
import { givenAnswers } from '../../../../tasks/mathcanvas/part-answers.ts';
import { scoreFixture } from './score-fixture.ts';

const CONFIGS = [
  'algebra',
  'analytic_geometry',
  'calculus_and_vector',
  'plane_geometry',
  'solid_geometry',
  'statistics',
  'transformational_geometry',
  'trigonometry',
];

describe('mathcanvas', () => {
  it.each(CONFIGS)('%s: later parts weigh more', async (config) => {
    const answers = [
      'Step one.\nThe answer is 12.',
      '<1>3</1> <2>4</2>',
      'So \\boxed{<1>1</1><2>9</2><3>3</3>}',
      'It is four',
      '',
    ];
    const fixture = await scoreFixture('mathcanvas', `mathcanvas_${config}`, answers);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toMatch(/^Look at\n<image>\nand find x\.\nYour task is to answer/);
    expect(prompts[2]).toMatch(/^Compare\.\n<image>\n<image>\n/);
    expect(parts[2]).toEqual(['image', 'image', 'text']);
    const scores = rows.map((row) => row.metrics['mathcanvas_weighted_accuracy']);
    expect(scores).toEqual([1, 0.4348, 0.2506 + 0.4236, 0, 0]);
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['mathcanvas_complete_accuracy,none']).toBe(0.2);
    expect(metrics['mathcanvas_weighted_accuracy_n,none']).toBe(5);
  });

  it('finds the answers of a solution without tags', () => {
    expect(givenAnswers('The answer is not easy.\nFinal answer: 7.', 1)).toEqual(['7']);
    expect(givenAnswers('So:\n(1) x = 2\n2. y = 3.', 2)).toEqual(['x = 2', 'y = 3']);
    expect(givenAnswers('<2>b</2><1>a</1>', 2)).toEqual(['a', 'b']);
    expect(givenAnswers('<1>open <1>a</1>', 1)).toEqual(['open <1>a']);
    expect(givenAnswers('', 1)).toEqual(['']);
  });
});
