import { describe, expect, it } from 'vitest';
import { fewshotCandidates, fewshotExamples, type FewshotPlan } from '../../../tasks/fewshot.ts';

const plan: FewshotPlan = { split: 'train', sampler: 'default', count: 3, seed: 1234 };

describe('few-shot examples', () => {
  it('are the same for a document whatever was drawn before it', () => {
    const alone = fewshotCandidates(plan, 17, 100);
    for (let document = 0; document < 17; document += 1) fewshotCandidates(plan, document, 100);
    expect(fewshotCandidates(plan, 17, 100)).toEqual(alone);
  });

  it('are distinct, differ between documents and seeds, and reach the whole split', () => {
    const seen = new Set<number>();
    for (let document = 0; document < 200; document += 1) {
      const drawn = fewshotCandidates(plan, document, 20);
      expect(new Set(drawn).size).toBe(4);
      for (const index of drawn) seen.add(index);
    }
    expect([...seen].sort((left, right) => left - right)).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
    expect(fewshotCandidates({ ...plan, seed: 5 }, 0, 1000)).not.toEqual(
      fewshotCandidates(plan, 0, 1000),
    );
  });

  it('never contain the evaluated document', () => {
    const pool = Array.from({ length: 4 }, (_, index) => ({ question: `q${index}` }));
    for (let document = 0; document < pool.length; document += 1) {
      const candidates = fewshotCandidates(plan, document, pool.length).flatMap((index) =>
        pool.slice(index, index + 1),
      );
      const shown = fewshotExamples(plan, { question: `q${document}` }, candidates);
      expect(shown).toHaveLength(3);
      expect(shown).not.toContainEqual({ question: `q${document}` });
    }
  });

  it('are the first ones with the sampler first_n', () => {
    const first = { ...plan, sampler: 'first_n' } as const;
    const pool = ['a', 'b', 'c', 'd', 'e'].map((question) => ({ question }));
    const candidates = fewshotCandidates(first, 1, pool.length).flatMap((index) =>
      pool.slice(index, index + 1),
    );
    expect(fewshotExamples(first, { question: 'b' }, candidates)).toEqual([
      { question: 'a' },
      { question: 'c' },
      { question: 'd' },
    ]);
  });

  it('are refused when the split is too small', () => {
    expect(() => fewshotCandidates(plan, 0, 2)).toThrow(/draw 3 examples .* it has 2/);
    const only = [{ question: 'a' }, { question: 'b' }, { question: 'c' }];
    expect(() => fewshotExamples(plan, { question: 'a' }, only)).toThrow(/only 2 differ/);
  });
});
