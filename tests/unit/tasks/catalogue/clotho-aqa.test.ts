import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/clotho_aqa/clotho_aqa.ts';
import { scoreFixture } from './score-fixture.ts';

describe('clotho_aqa', () => {
  it.each(['clotho_aqa_val', 'clotho_aqa_test'])(
    '%s asks for the one word, case and punctuation aside',
    async (task) => {
      const answers = ['Yes.', 'no', 'the bell', ' Two ', 'Rain!'];
      const { prompts, parts, rows, metrics } = await scoreFixture('clotho_aqa', task, answers);
      expect(prompts[0]).toBe('Are there gulls?\nAnswer the question using a single word only. ');
      expect(parts[0]).toEqual(['audio', 'text']);
      expect(rows.map((row) => row.target)).toEqual(['yes', 'no', 'bell', 'two', 'rain']);
      expect(rows.map((row) => row.filtered)).toEqual(answers);
      expect(rows.map((row) => row.metrics)).toEqual(
        [1, 1, 0, 1, 1].map((score) => ({ exact_match: score })),
      );
      expect(metrics['exact_match,none']).toBe(0.8);
    },
  );

  it('takes the rating of the judge, not a number of its explanation', async () => {
    const judgements = [
      'Explanation: The reference has 2 rings.\nRating: 5',
      'Explanation: vague.\n**Rating:** 3',
      'Rating: 7',
      'no rating',
      undefined,
    ];
    const answers = ['A bell rings 2 times', 'yes', 'x', 'y', 'z'];
    const { prompts, rows, metrics } = await scoreFixture(
      'clotho_aqa',
      'clotho_asqa_test_v2',
      answers,
      judgements,
    );
    expect(prompts[0]).toBe('What rings?');
    expect(rows[0]?.metrics).toMatchObject({ gpt_eval: { score: 5 } });
    expect(rows.slice(2).map((row) => row.metrics['gpt_eval'])).toEqual([null, null, null]);
    expect(metrics['gpt_eval,none']).toBe(80);
    const prompt = judge_prompt({ question: 'What rings?', answer: 'A bell' }, ['A horn']);
    expect(prompt).toContain('[Reference answer]\nA bell\n\n[Answer to rate]\nA horn');
  });
});
