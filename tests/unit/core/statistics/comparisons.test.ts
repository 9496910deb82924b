import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../../core/statistics/bootstrap.ts';
import { mean, populationVariance } from '../../../../core/statistics/moments.ts';
import { pairedTTest } from '../../../../core/statistics/paired-t-test.ts';
import { powerAnalysis } from '../../../../core/statistics/power-analysis.ts';
import { createRandom, deriveSeed } from '../../../../core/statistics/random.ts';
import { stabilityOf } from '../../../../core/statistics/stability.ts';

describe('pairedTTest', () => {
  it('agrees with scipy.stats.ttest_rel', () => {
    const result = pairedTTest(
      [0.9, 0.4, 1, 0.25, 0.6, 0.7, 0.1],
      [0.8, 0.5, 0.6, 0.2, 0.4, 0.75, 0],
    );
    expect(result.meanDifference).toBeCloseTo(0.1, 14);
    expect(result.standardError).toBeCloseTo(0.06267831705280087, 14);
    expect(result.t).toBeCloseTo(1.5954480704349305, 12);
    expect(result.pValue).toBeCloseTo(0.1617236133860846, 12);
    expect(result.interval[0]).toBeCloseTo(-0.053368316806320926, 12);
    expect(result.interval[1]).toBeCloseTo(0.2533683168063209, 12);
  });

  it('is certain of equal differences and says nothing of a single pair', () => {
    expect(pairedTTest([1, 0], [1, 0])).toMatchObject({ t: 0, pValue: 1 });
    expect(pairedTTest([1, 1], [0, 0])).toMatchObject({
      t: Number.POSITIVE_INFINITY,
      pValue: 0,
      interval: [1, 1],
    });
    expect(pairedTTest([1], [0]).pValue).toBeNaN();
  });

  it('refuses runs of different length', () => {
    expect(() => pairedTTest([1, 0], [1])).toThrow(/2 current and 1 baseline/);
  });
});

describe('powerAnalysis', () => {
  it('needs 2,181 paired documents for three points with the defaults', () => {
    expect(powerAnalysis({}).minimumCount).toBe(2181);
    expect(powerAnalysis({ alpha: 0.01 }).minimumCount).toBe(3245);
    expect(powerAnalysis({ deviationA: 0.3 }).minimumCount).toBe(785);
  });

  it('says what the documents at hand can show', () => {
    const result = powerAnalysis({ currentCount: 500 });
    expect(result.currentPower).toBeCloseTo(0.2682, 4);
    expect(result.minimumDetectableEffect).toBeCloseTo(0.0626, 4);
  });

  it('refuses an effect of nothing', () => {
    expect(() => powerAnalysis({ effectSize: 0 })).toThrow(/effect_size is 0/);
  });
});

describe('stabilityOf', () => {
  it('takes accuracy, consensus, variance and consistency over questions', () => {
    expect(
      stabilityOf([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
    ).toEqual({
      expectedAccuracy: 4 / 6,
      consensusAccuracy: 1 / 3,
      internalVariance: 1 / 3,
      consistencyRate: 1 / 3,
    });
  });

  it('leaves questions without scores out and knows no variance of single scores', () => {
    expect(stabilityOf([[], [1]]).expectedAccuracy).toBe(1);
    expect(stabilityOf([[1]]).internalVariance).toBeNaN();
    expect(stabilityOf([]).expectedAccuracy).toBeNaN();
  });
});

describe('createRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.nextUint32());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(deriveSeed(1, 'acc,none')).not.toBe(deriveSeed(1, 'acc,strict'));
  });

  it('draws what the published algorithm draws', () => {
    const random = createRandom(1);
    const drawn = [random.nextUint32(), random.nextUint32(), random.nextUint32()];
    expect(drawn).toEqual([393288148, 2174103013, 3814759091]);
  });

  it('spreads integers evenly below a bound', () => {
    const random = createRandom(3);
    const counts = Array.from({ length: 7 }, () => 0);
    for (let draw = 0; draw < 70_000; draw += 1) {
      const drawn = random.nextBelow(7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    // Six standard deviations of a count around 10,000.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(560);
  });
});

describe('bootstrap', () => {
  const values = Float64Array.from({ length: 200 }, (_, index) => (index * 37) % 101);
  const input = {
    count: values.length,
    statistic: (picks: Uint32Array) => mean(Float64Array.from(picks, (pick) => values[pick] ?? 0)),
    iterations: 4000,
    seed: 11,
  };

  it('finds the error of a mean that theory knows', () => {
    const expected = Math.sqrt(populationVariance(values) / values.length);
    const result = bootstrap(input)!;
    expect(Math.abs(result.standardError / expected - 1)).toBeLessThan(0.05);
    const center = mean(values);
    expect(result.interval[0]).toBeCloseTo(center - 1.96 * expected, 0);
    expect(result.interval[1]).toBeCloseTo(center + 1.96 * expected, 0);
  });

  it('gives the same bits for the same seed', () => {
    expect(bootstrap(input)).toEqual(bootstrap(input));
    expect(bootstrap({ ...input, seed: 12 })).not.toEqual(bootstrap(input));
  });

  it('does fewer resamples of a large task', () => {
    const result = bootstrap({ ...input, count: 100_000, statistic: (picks) => picks[0] ?? 0 });
    expect(result?.iterations).toBe(100);
  });

  it('knows nothing of one document, no resamples or an undefined statistic', () => {
    expect(bootstrap({ ...input, count: 1 })).toBeUndefined();
    expect(bootstrap({ ...input, iterations: 0 })).toBeUndefined();
    expect(bootstrap({ ...input, statistic: () => Number.NaN })).toBeUndefined();
  });
});
