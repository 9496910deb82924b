import { describe, expect, it } from 'vitest';
import { readText, readTexts } from '../../../../core/read-column.ts';
import { doc_to_text, shuffle_options } from '../../../../tasks/lvbench/lvbench.ts';
import { scoreFixture } from './score-fixture.ts';

describe('lvbench', () => {
  it('gives the share of right letters', async () => {
    const answers = ['Answer: D', '(B) A monk', 'a', 'C.', 'Based on the film, D is right'];
    const { prompts, parts, rows, metrics } = await scoreFixture('lvbench', 'lvbench', answers);
    expect(prompts[0]).toBe(
      'What year appears in the opening?\n(A) 1636\n(B) 1366\n(C) 1363\n(D) 1633\nAnswer the question with the option letter',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.metrics['lvbench_score'])).toEqual([1, 1, 0, 1, 0]);
    expect(rows[2]?.status).toBe('unparsed');
    expect(metrics['lvbench_score,none']).toBe(0.6);
  });

  it('shows options that stand in a column of their own', () => {
    const document = { question: 'Who?', options: ['a cook', 'a judge'] };
    expect(doc_to_text(document, { post_prompt: '\nLetter.' })).toBe(
      'Who?\n(A) a cook\n(B) a judge\nLetter.',
    );
  });

  it('lvbench_no_visual shows no film', async () => {
    const { parts } = await scoreFixture('lvbench', 'lvbench_no_visual', Array(5).fill('A'));
    expect(parts[0]).toEqual(['text']);
  });

  it('lvbench_random_choice keeps the right option right in another order', async () => {
    const options = ['w', 'x', 'y', 'z'];
    const orders = ['1?', '2?', '3?', '4?'].map((question) => {
      const row = shuffle_options({ question, options, answer: 'C' });
      const shuffled = readTexts(row, 'options');
      expect(shuffled['ABCD'.indexOf(readText(row, 'answer'))]).toBe('y');
      return shuffled.join('');
    });
    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(shuffle_options({ question: 'no options', answer: 'A' })).not.toHaveProperty('options');
    const { metrics } = await scoreFixture('lvbench', 'lvbench_random_choice', Array(5).fill('A'));
    expect(metrics['lvbench_score_n,none']).toBe(5);
  });
});
