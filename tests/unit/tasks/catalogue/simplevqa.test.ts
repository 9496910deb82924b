import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('simplevqa', () => {
  it('compares without case, articles, punctuation and number words', async () => {
    const answers = ['vermeer.', 'Louvre', '2', 'in 1889', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture('simplevqa', 'simplevqa', answers);
    expect(prompts[0]).toBe('Who painted this (0)?\nAnswer the question using a short phrase.');
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[0]?.target).toBe('Vermeer');
    expect(rows.map((row) => row.metrics['exact_match'])).toEqual([1, 1, 1, 0, 0]);
    expect(metrics).toMatchObject({ 'exact_match,none': 0.6, 'exact_match_n,none': 5 });
  });
});
