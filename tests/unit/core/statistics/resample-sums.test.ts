import { describe, expect, it } from 'vitest';
import { drawBinomial } from '../../../../core/statistics/binomial.ts';
import { bootstrap, bootstrapSums } from '../../../../core/statistics/bootstrap.ts';
import { logFactorial } from '../../../../core/statistics/log-factorial.ts';
import { mean, populationVariance, sum } from '../../../../core/statistics/moments.ts';
import { passAtK } from '../../../../core/statistics/pass-at-k.ts';
import { createRandom } from '../../../../core/statistics/random.ts';
import { planResamples, resampleSums } from '../../../../core/statistics/resample-sums.ts';

const random = createRandom(42);
const uniform = (count: number) => Float64Array.from({ length: count }, () => random.next());

describe('bootstrapSums', () => {
  it.each([
    ['0/1 scores', Float64Array.from({ length: 500 }, (_, index) => (index % 3 === 0 ? 1 : 0))],
    ['few distinct scores', Float64Array.from({ length: 700 }, (_, index) => (index % 7) / 10)],
    ['all distinct, more than a block', uniform(600)],
    ['distinct and equal ones', Float64Array.from([...uniform(300), ...Array<number>(90).fill(1)])],
    ['a handful', Float64Array.from([0.1, 0.5, 0.9, 0.3])],
  ])('has the moments and quantiles of the plain bootstrap: %s', (_, values) => {
    const count = values.length;
    const fast = bootstrapSums({
      table: { width: 1, values },
      statistic: (sums, n) => sums[0]! / n,
      iterations: 40_000,
      seed: 1,
    })!;
    const plain = bootstrap({
      count,
      statistic: (picks) => mean(Float64Array.from(picks, (pick) => values[pick]!)),
      iterations: 10_000,
      seed: 2,
    })!;
    const ideal = Math.sqrt(populationVariance(values) / count);
    expect(Math.abs(fast.standardError / ideal - 1)).toBeLessThan(0.02);
    for (const end of [0, 1] as const) {
      expect(Math.abs(fast.interval[end] - plain.interval[end])).toBeLessThan(0.12 * ideal);
    }
  });

  it('knows without drawing what documents that are all alike come to', () => {
    const table = { width: 2, values: Float64Array.from([0.1, 2, 0.1, 2, 0.1, 2]) };
    const input = { table, iterations: 1000, seed: 1 };
    const share = bootstrapSums({ ...input, statistic: (sums) => sums[0]! / sums[1]! })!;
    expect(share).toMatchObject({ standardError: 0, iterations: 1000 });
    expect(share.interval[0]).toBeCloseTo(0.05, 12);
    expect(share.interval[1]).toBe(share.interval[0]);
    expect(bootstrapSums({ ...input, statistic: () => Number.NaN })).toBeUndefined();
  });

  it('resamples rows, so that columns stay together', () => {
    const values = Float64Array.from([...uniform(400)].flatMap((x) => [x, 2 * x]));
    const table = { width: 2, values };
    const [first, second] = resampleSums(table, planResamples(table, 200, 1e9), 3);
    expect(second!.every((total, index) => Math.abs(total - 2 * first![index]!) < 1e-9)).toBe(true);
  });

  it('picks as many rows as there are, in every resample', () => {
    const values = Float64Array.from([...uniform(333), ...Array<number>(100).fill(3)]);
    const ones = { width: 2, values: Float64Array.from([...values].flatMap((x) => [x, 1])) };
    const [, counts] = resampleSums(ones, planResamples(ones, 100, 1e9), 4);
    expect(counts!.every((total) => total === 433)).toBe(true);
  });

  it('cuts resamples down for large tasks and says so', () => {
    const values = uniform(20_000);
    const table = { width: 1, values };
    const plan = planResamples(table, 100_000, 20_000 * 500);
    expect(plan.iterations).toBeLessThan(500);
    expect(plan.iterations).toBeGreaterThan(200);
  });

  it('has no error where all scores are equal', () => {
    const table = { width: 1, values: new Float64Array(50).fill(0.1) };
    const statistic = (sums: Float64Array, n: number) => sums[0]! / n;
    const result = bootstrapSums({ table, statistic, iterations: 100, seed: 1 });
    expect(result?.standardError).toBe(0);
  });
});

describe('drawBinomial', () => {
  it.each([
    [5, 0.3],
    [40, 0.02],
    [1000, 0.5],
    [1000, 0.97],
    [20_000, 0.01],
  ])('has the mean and variance of %d trials of chance %d', (count, chance) => {
    const source = createRandom(9);
    const draws = Float64Array.from({ length: 20_000 }, () => drawBinomial(count, chance, source));
    const variance = count * chance * (1 - chance);
    expect(Math.abs(mean(draws) - count * chance)).toBeLessThan(5 * Math.sqrt(variance / 20_000));
    expect(Math.abs(populationVariance(draws) / variance - 1)).toBeLessThan(0.06);
  });

  it('knows certainty', () => {
    const source = createRandom(1);
    expect([drawBinomial(9, 1, source), drawBinomial(9, 0, source)]).toEqual([9, 0]);
    expect(drawBinomial(0, 0.5, source)).toBe(0);
  });
});

describe('logFactorial', () => {
  it.each([0, 1, 2, 18, 19, 200, 5000])('is the sum of the logarithms up to %d', (n) => {
    const direct = sum(Float64Array.from({ length: n }, (_, index) => Math.log(index + 1)));
    expect(Math.abs(logFactorial(n) - direct)).toBeLessThanOrEqual(1e-14 * Math.max(100, direct));
  });
});

describe('passAtK', () => {
  it('is the chance that a draw without replacement holds a right one', () => {
    expect(passAtK(10, 3, 1)).toBeCloseTo(0.3, 15);
    // 1 - C(7,2)/C(10,2) = 1 - 21/45
    expect(passAtK(10, 3, 2)).toBeCloseTo(24 / 45, 15);
    expect(passAtK(10, 0, 5)).toBe(0);
    expect(passAtK(10, 6, 5)).toBe(1);
  });

  it('refuses more draws than samples', () => {
    expect(() => passAtK(3, 1, 4)).toThrow(/pass@4 of 3 samples/);
  });
});
