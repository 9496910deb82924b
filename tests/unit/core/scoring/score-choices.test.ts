import { describe, expect, it } from 'vitest';
import type { LogLikelihoodPair } from '../../../../core/rows.ts';
import { answer, score } from './scoring-fixtures.ts';

const CHOICES = ['red', 'two dogs'];
const config = {
  output_type: 'multiple_choice',
  metric_list: [{ metric: 'acc' }, { metric: 'acc_norm' }, { metric: 'exact_match' }],
} as const;
const pairs: readonly LogLikelihoodPair[] = [
  [-2, false],
  [-4, true],
];

describe('scoreDocument over choices', () => {
  it('takes the highest sum of log-probabilities', () => {
    const rendered = { target: 0, choices: CHOICES };
    expect(score([answer(pairs)], { config, rendered })[0]).toMatchObject({
      status: 'ok',
      filtered: pairs,
      metrics: { acc: 1, acc_norm: 0, exact_match: 0 },
    });
  });

  it('takes the lowest loss when told that the numbers are losses', () => {
    const losses: readonly LogLikelihoodPair[] = [
      [2, false],
      [4, true],
    ];
    const rendered = { target: 'two dogs', choices: CHOICES };
    const scored = score([answer(losses)], { config, rendered, orientation: 'loss' });
    expect(scored[0]?.metrics).toEqual({ acc: 0, acc_norm: 1, exact_match: 1 });
  });

  it('takes any of several right choices, and goldIndices before the target', () => {
    const many = { target: [0, 1], choices: CHOICES };
    expect(score([answer(pairs)], { config, rendered: many })[0]?.metrics['acc']).toBe(1);
    const named = { target: 'B', choices: CHOICES, goldIndices: [1] };
    expect(score([answer(pairs)], { config, rendered: named })[0]?.metrics['acc']).toBe(0);
  });

  it('fails a document whose target is none of the choices', () => {
    const rendered = { target: 'green', choices: CHOICES };
    const [row] = score([answer(pairs)], { config, rendered });
    expect(row).toMatchObject({ status: 'failed', metrics: {} });
    expect(row?.error?.message).toMatch(/"green" names none of the 2 choices/);
  });

  it('fails a document with fewer log-likelihoods than choices', () => {
    const rendered = { target: 0, choices: [...CHOICES, 'blue'] };
    const [row] = score([answer(pairs)], { config, rendered });
    expect(row?.error?.message).toMatch(/2 log-likelihoods for 3 choices/);
  });

  it('reads the second half as log-likelihoods without context', () => {
    const withPrior: readonly LogLikelihoodPair[] = [...pairs, [-1, false], [-9, false]];
    const rendered = { target: 1, choices: CHOICES };
    const metric_list = [{ metric: 'acc' }, { metric: 'acc_mutual_info' }];
    const scored = score([answer(withPrior)], { config: { ...config, metric_list }, rendered });
    expect(scored[0]?.metrics).toEqual({ acc: 0, acc_mutual_info: 1 });
  });

  it('gives the pairs to the scorer of a task', () => {
    const processResults = (_: unknown, responses: readonly unknown[]) => ({ n: responses.length });
    const rendered = { target: 0, choices: CHOICES };
    expect(score([answer(pairs)], { config, rendered, processResults })[0]?.metrics).toEqual({
      n: 2,
    });
  });
});

describe('scoreDocument over the likelihood of a target', () => {
  it('gives perplexity and greedy accuracy', () => {
    const metric_list = [
      { metric: 'perplexity' },
      { metric: 'acc' },
      { metric: 'word_perplexity' },
    ];
    const scored = score([answer([[-3, true]])], {
      config: { output_type: 'loglikelihood', metric_list },
      rendered: { target: 'two words' },
    });
    expect(scored[0]?.metrics).toEqual({ perplexity: -3, acc: 1, word_perplexity: [-3, 2] });
  });
});
