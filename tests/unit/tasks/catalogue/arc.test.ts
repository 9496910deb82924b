import { describe, expect, it } from 'vitest';
import { doc_to_target } from '../../../../tasks/arc/arc.ts';
import { scoreFixture } from './score-fixture.ts';

describe('arc', () => {
  it.each(['arc_easy', 'arc_challenge'])(
    '%s compares the choices, lettered or numbered',
    async (task) => {
      const likely = [
        [-3, -1, -3, -3],
        [-1, -3, -3],
        [-3, -3, -1, -3],
        [-1, -3, -3, -3],
        [-1, -1, -1, -1],
      ].map((values) => values.map((value): [number, boolean] => [value, false]));
      const { prompts, rows, metrics, config } = await scoreFixture('arc', task, likely);
      expect(prompts[0]).toBe('Question: Which of these is a mammal?\nAnswer:');
      expect(rows.map((row) => row.target)).toEqual([1, 0, 2, 3, 0]);
      // Equal likelihoods give the first choice.
      expect(metrics['acc,none']).toBe(0.8);
      expect(config.tag).toEqual(['ai2_arc']);
    },
  );

  it('refuses an answer that is none of the labels', () => {
    const document = { answerKey: 'E', choices: { text: ['x'], label: ['A'] } };
    expect(() => doc_to_target(document)).toThrow(/"E" is none of the labels \["A"\]/);
  });
});
