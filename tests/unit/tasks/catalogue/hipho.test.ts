import { describe, expect, it } from 'vitest';
import { isAnswerRight } from '../../../../tasks/hipho/answer-match.ts';
import { doc_to_text } from '../../../../tasks/hipho/hipho.ts';
import { scoreFixture } from './score-fixture.ts';

const CONTESTS = [
  'apho_2025',
  'eupho_2024',
  'eupho_2025',
  'f_ma_2024',
  'f_ma_2025',
  'ipho_2024',
  'ipho_2025',
  'nbpho_2024',
  'nbpho_2025',
  'panmechanics_2024',
  'panmechanics_2025',
  'panpho_2024',
  'panpho_2025',
];

describe('hipho', () => {
  it.each(CONTESTS)('%s: a share of the points for each right answer', async (contest) => {
    const answers = [
      'Final Answer: \\boxed{9.801\\ \\text{m/s}}',
      'Final Answer: \\boxed{B}',
      'First \\boxed{7.5, 4}',
      '\\boxed{T = 2\\pi\\sqrt{L/g}}',
      'It is total internal reflection.',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'hipho',
      `hipho_${contest}`,
      answers,
    );
    expect(prompts[0]).toBe(
      'You are solving a physics olympiad question.\n\nIf the problem has multiple sub-answers, provide them in order.\n\nEnd with a single line in this format: Final Answer: \\boxed{...}.\n\nContext:\nA ball falls.\n\nQuestion: How fast?',
    );
    expect(parts[1]).toEqual(['image', 'text']);
    const scores = rows.map((row) => (row.metrics['hipho_score'] as { score: number }).score);
    expect(scores).toEqual([1, 0, 0.75, 1, 1]);
    expect(metrics['hipho_score,none']).toBeCloseTo(75, 12);
    expect(metrics['hipho_score_n,none']).toBe(5);
  });

  it('shows the marking guideline only on request', () => {
    const document = { question: 'How?', marking: 'One point for 9.8.' };
    expect(doc_to_text(document, {})).not.toContain('9.8');
    expect(doc_to_text(document, { marking_guideline: true })).toContain(
      'Marking guideline: One point for 9.8.',
    );
  });

  it.each([
    ['v = 7', 'v = 5', false],
    ['5', '15', false],
    ['9e-5', '1.2e-5', false],
    ['-3/4', '-0.75', true],
    ['1,200 J', '1200', true],
    ['', '5', false],
    ['convex lens', 'a convex lens', true],
    ['concave lens', 'a convex lens', false],
    ['Option A', 'A', true],
    ['a convex lens', 'A', false],
    ['.5', '0.5', true],
    ['A', 'A.', true],
  ])('%j for %j: %j', (given, right, verdict) => {
    expect(isAnswerRight(given, right)).toBe(verdict);
  });
});
