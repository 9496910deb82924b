import { describe, expect, it } from 'vitest';
import { meanInterval, wilsonInterval } from '../../../../core/statistics/confidence-interval.ts';
import { mean, sampleVariance, sum } from '../../../../core/statistics/moments.ts';
import { median, quantile } from '../../../../core/statistics/quantiles.ts';
import {
  clusteredStandardError,
  groupMean,
  pooledStandardError,
  standardError,
} from '../../../../core/statistics/standard-error.ts';

describe('moments', () => {
  it('sums without losing small terms beside large ones', () => {
    expect(sum([1e16, 1, -1e16])).toBe(1);
    expect(sum([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  });

  it('has a variance of zero for equal values and none for one', () => {
    expect(sampleVariance([0.1, 0.1, 0.1])).toBe(0);
    expect(sampleVariance([1])).toBeNaN();
    expect(sampleVariance([3, 1, 2])).toBe(1);
  });
});

describe('standard errors', () => {
  it('divide the sample deviation by the root of n', () => {
    expect(standardError([1, 2, 3, 4])).toBeCloseTo(0.6454972243679028, 15);
  });

  it('equal the plain one when every cluster is one document', () => {
    const scores = [0.3, 1, 0, 0.5];
    expect(clusteredStandardError(scores, [0, 1, 2, 3])).toBeCloseTo(standardError(scores), 15);
  });

  it('grow with agreement inside clusters: s²/n plus the cross products over n²', () => {
    // s² = 1/3, n = 4; deviations ±1/2 in pairs: each pair adds 2 · 1/4 → 1/12 + (2 · 1/2) / 16.
    const error = clusteredStandardError([1, 1, 0, 0], [0, 0, 1, 1]);
    expect(error).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 16), 15);
  });

  it('shrink with disagreement inside clusters, never below zero', () => {
    // Two pairs of opposites: s²/n = 1/12, cross products -2 · (2 · 1/4) over 16.
    expect(clusteredStandardError([1, 0, 1, 0], [0, 0, 1, 1])).toBeCloseTo(
      Math.sqrt(1 / 12 - 1 / 16),
      15,
    );
    expect(clusteredStandardError([0.1, 0.1, 0.1], [0, 0, 1])).toBe(0);
  });

  it('pool over the tasks of a group', () => {
    const pooled = pooledStandardError([0.035484825758994296, 0.002473132832588785], [200, 175]);
    const variance =
      (199 * 0.035484825758994296 ** 2 * 200 + 174 * 0.002473132832588785 ** 2 * 175) / 373;
    expect(pooled).toBeCloseTo(Math.sqrt(variance / 375), 15);
  });

  it('average a group plainly or by size', () => {
    expect(groupMean([1, 0], [3, 1], false)).toBe(0.5);
    expect(groupMean([1, 0], [3, 1], true)).toBe(0.75);
  });
});

/** Constants from scipy 1.17 and statsmodels. */
describe('intervals', () => {
  it("follow Student's t for a mean", () => {
    const values = [0.1, 0.5, 0.9, 0.4];
    const [low, high] = meanInterval({
      mean: mean(values),
      standardError: standardError(values),
      degreesOfFreedom: 3,
    });
    expect(low).toBeCloseTo(-0.0507461657151006, 13);
    expect(high).toBeCloseTo(1.0007461657151007, 13);
  });

  it.each([
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    [7, 20, 0.18119182410108203, 0.5671457233147638],
    [1, 3, 0.06149194472039626, 0.7923403991979523],
  ])('follow Wilson for %d of %d', (successes, count, low, high) => {
    const interval = wilsonInterval(successes, count);
    expect(interval[0]).toBeCloseTo(low, 13);
    expect(interval[1]).toBeCloseTo(high, 13);
  });
});

describe('quantiles', () => {
  it('interpolate between neighbours', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((share) => quantile(values, share))).toEqual([
      1,
      1,
      1.75,
      3.5,
      expect.closeTo(6.9, 12),
      9,
    ]);
    expect(median([])).toBeNaN();
  });
});
