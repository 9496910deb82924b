import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('mme_cc', () => {
  it('compares the answer after thinking with the reference in the text for markers', async () => {
    const answers = ['<think>right?</think> left', '```json\n[1,  2]\n```', ' ', 'abc', '7'];
    const { prompts, parts, rows, metrics } = await scoreFixture('mme_cc', 'mme_cc', answers);
    expect(prompts[0]).toBe(
      'What is shown in 0?\nReturn only your final answer with no explanation.',
    );
    expect(parts[1]).toEqual(['image', 'image', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['Left', '[1, 2]', 'Yes', 'ABC', '7 moves']);
    expect(rows[0]?.metrics['mme_cc_exact_match']).toEqual({
      score: 1,
      total: 1,
      subtask: 'Maze06',
    });
    // A path without a folder leaves the subtask to the column "extra".
    expect(rows[2]?.metrics['mme_cc_exact_match']).toEqual({ score: 0, total: 1, subtask: 'Maze' });
    expect(rows[2]?.status).toBe('unparsed');
    expect(metrics['mme_cc_exact_match,none']).toBe(0.6);
    expect(metrics['mme_cc_answered_rate,none']).toBe(0.8);
    expect(metrics['mme_cc_exact_match_n,none']).toBe(5);
  });
});
