import { describe, expect, it, test } from 'vitest';
import { process_results } from '../../../../tasks/visulogic/visulogic.ts';
import { scoreFixture } from './score-fixture.ts';

describe('visulogic', () => {
  it('asks about the picture in the archive and scores the letter', async () => {
    const answers = ['A', '\\boxed{b}', 'Option C', 'the fourth one', 'b.', '(B)'];
    const { prompts, parts, rows, metrics } = await scoreFixture('visulogic', 'visulogic', answers);
    expect(prompts[0]).toBe(
      'Choose the option that continues the pattern.\nA: A\nB: B\nC: C\nD: D\nAnswer with the option letter only.',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['A', 'B', 'C', 'D', 'A', 'B']);
    expect(rows.map((row) => row.metrics['visulogic_acc'])).toEqual([1, 1, 1, 0, 0, 1]);
    expect(rows[3]?.status).toBe('unparsed');
    expect(metrics['visulogic_acc,none']).toBeCloseTo(4 / 6, 12);
  });

  test.each([
    ['<answer> (c) </answer> but \\boxed{A}', 'C'],
    ['First (A), then the answer is B', 'B'],
    ['Answer: D. Or option A?', 'D'],
    ['(A) or (C)', 'C'],
    ['Dog', 'D'],
    ['A because of symmetry', undefined],
    ['', undefined],
    ['E', undefined],
  ])('the answer %j names %j', (answer, letter) => {
    const right = ['A', 'B', 'C', 'D'].filter(
      (label) => process_results({ label }, [answer])['visulogic_acc'] === 1,
    );
    expect(right).toEqual(letter === undefined ? [] : [letter]);
  });
});
