import { describe, expect, it } from 'vitest';
import { doc_to_visual, process_results } from '../../../../tasks/dude/dude.ts';
import { scoreFixture } from './score-fixture.ts';

describe('dude', () => {
  it('takes the nearest of the answers, and nothing for a question without one', async () => {
    const answers = ['porto  alegre', '88-1408', 'Ana Duarte', '555 0100', ' twelve'];
    const { prompts, parts, rows, metrics } = await scoreFixture('dude', 'dude', answers);
    expect(prompts[0]).toBe('Which city issued the permit?\nAnswer with a single word or phrase.');
    expect(parts.map((kinds) => kinds.length)).toEqual([3, 2, 2, 2, 4]);
    expect(rows.map((row) => row.target)).toEqual([
      'Porto Alegre',
      '88-1403',
      'Ms. Ana Duarte',
      '',
      '12',
    ]);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    const scores = rows.map((row) => row.metrics['dude_anls'] as number);
    expect(scores[1]).toBeCloseTo(6 / 7, 12);
    expect(scores[2]).toBeCloseTo(10 / 14, 12);
    expect([scores[0], scores[3], scores[4]]).toEqual([1, 0, 1]);
    expect(metrics['dude_anls,none']).toBeCloseTo((2 + 6 / 7 + 10 / 14) / 5, 12);
  });

  it('gives an empty answer nothing', () => {
    expect(process_results({ answers: ['a'] }, [' '])).toEqual({ dude_anls: 0 });
  });

  it('does not ask about a document whose pages are not there', () => {
    expect(() => doc_to_visual({ docId: 'doc1', question: 'Who?' })).toThrow(/holds no pages/);
  });
});
