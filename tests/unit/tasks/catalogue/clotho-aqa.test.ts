import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('clotho_aqa_val', () => {
  it('asks for the one word, case and punctuation aside', async () => {
    const answers = ['Yes.', 'no', 'the bell', ' Two ', 'Rain!'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'clotho_aqa',
      'clotho_aqa_val',
      answers,
    );
    expect(prompts[0]).toBe('Are there gulls?\nAnswer the question using a single word only. ');
    expect(parts[0]).toEqual(['audio', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['yes', 'no', 'bell', 'two', 'rain']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows.map((row) => row.metrics)).toEqual(
      [1, 1, 0, 1, 1].map((score) => ({ exact_match: score })),
    );
    expect(metrics['exact_match,none']).toBe(0.8);
  });
});
