import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/chartqa/chartqa.ts';
import { scoreFixture } from './score-fixture.ts';

describe('chartqa', () => {
  it.each(['chartqa', 'chartqa_lite'])(
    '%s scores numbers within five per cent, and both parts of the benchmark apart',
    async (task) => {
      const answers = ['3', '2016', '42%', 'coal', '130', '0.0'];
      const { prompts, parts, rows, metrics } = await scoreFixture('chartqa', task, answers);
      expect(prompts[0]).toBe(
        'How many bars are taller than 40?\nAnswer the question with a single word.',
      );
      expect(parts[0]).toEqual(['image', 'text']);
      expect(rows.map((row) => row.target)).toEqual(['3', '2015', '41.7%', 'Coal', '120.5', '0']);
      expect(rows.map((row) => row.filtered)).toEqual(answers);
      expect(rows.map((row) => row.metrics)).toEqual([
        { relaxed_overall: 1, relaxed_human_split: 1 },
        { relaxed_overall: 1, relaxed_human_split: 1 },
        { relaxed_overall: 1, relaxed_augmented_split: 1 },
        { relaxed_overall: 1, relaxed_augmented_split: 1 },
        { relaxed_overall: 0, relaxed_augmented_split: 0 },
        { relaxed_overall: 0, relaxed_human_split: 0 },
      ]);
      expect(metrics).toMatchObject({
        'relaxed_overall,none': 4 / 6,
        'relaxed_human_split,none': 2 / 3,
        'relaxed_human_split_n,none': 3,
        'relaxed_augmented_split,none': 2 / 3,
      });
    },
  );

  it('names a column that a document lacks', () => {
    expect(() => process_results({ type: 'human_test' }, ['3'])).toThrow(
      /column "answer": expected a text, received a document with the columns type/,
    );
  });
});
