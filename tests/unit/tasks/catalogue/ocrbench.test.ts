import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/ocrbench/ocrbench.ts';
import { scoreFixture } from './score-fixture.ts';

describe('ocrbench', () => {
  it('looks for a reference in the answer: blanks count in texts, case in formulas', async () => {
    const answers = [
      'It says "centre".',
      'hotelplaza',
      '2048',
      'dated 4 March 1981',
      '1250',
      '$x^{2}+y$',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture('ocrbench', 'ocrbench', answers);
    expect(prompts[0]).toBe('what is written in the image?');
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target).slice(0, 2)).toEqual([
      ['CENTRE'],
      ['Hotel Plaza', 'Plaza'],
    ]);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[2]?.metrics).toEqual({
      ocrbench_accuracy: {
        question_type: 'Digit String Recognition',
        score: 1,
        prediction: '2048',
        ground_truth: ['２０４８'],
      },
    });
    expect(rows.map(scoreOf)).toEqual([1, 1, 1, 1, 0, 0]);
    expect(metrics).toMatchObject({
      'ocrbench_accuracy,none': 4 / 6,
      'ocrbench_accuracy_n,none': 6,
    });
  });

  it('reads formulas without blanks, and never lets a blank reference be right', () => {
    const document = (answer: string[]) => ({
      dataset: 'HME100k',
      question_type: 'Handwritten Mathematical Expression Recognition',
      answer,
    });
    const score = (answer: string[], response: string): unknown =>
      scoreOf({ metrics: process_results(document(answer), [response]) });
    expect(score(['x ^ { 2 } + Y'], '$x^{2}\n+ Y$')).toBe(1);
    expect(score(['HelloWorld'], 'Hello World')).toBe(1);
    expect(score(['x', ' '], 'y')).toBe(0);
  });
});

function scoreOf({ metrics }: { readonly metrics: Readonly<Record<string, unknown>> }): unknown {
  return (metrics['ocrbench_accuracy'] as { readonly score: number }).score;
}
