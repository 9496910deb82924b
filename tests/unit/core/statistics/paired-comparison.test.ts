import { describe, expect, it } from 'vitest';
import { holmCorrection } from '../../../../core/statistics/holm-correction.ts';
import { mcnemarTest } from '../../../../core/statistics/mcnemar.ts';
import { comparePaired } from '../../../../core/statistics/paired-comparison.ts';
import { MCNEMAR_ROWS, PAIRED_ROWS } from './scipy-rows.ts';

const options = { bootstrapIterations: 20_000, seed: 5 };

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}

describe('comparePaired', () => {
  it.each(PAIRED_ROWS)('agrees with scipy on $name', (row) => {
    const result = comparePaired(row, { ...options, bootstrapIterations: 0 });
    expectClose(result.t, row.t);
    expectClose(result.pValue, row.pValue);
    expectClose(result.interval[0], row.low);
    expectClose(result.interval[1], row.high);
  });

  it('resamples documents, not runs', () => {
    const row = PAIRED_ROWS[0];
    const { bootstrap, difference, standardError } = comparePaired(row, options);
    const ideal = standardError * Math.sqrt((row.current.length - 1) / row.current.length);
    expect(Math.abs(bootstrap!.standardError / ideal - 1)).toBeLessThan(0.03);
    expect(bootstrap!.interval[0]).toBeLessThan(difference);
    expect(bootstrap!.interval[1]).toBeGreaterThan(difference);
    expect(comparePaired(row, options).bootstrap).toEqual(bootstrap);
  });

  it('widens where the documents of a cluster differ alike', () => {
    const current = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    const baseline = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
    const clusters = Float64Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    const { clustered, standardError, pValue } = comparePaired(
      { current, baseline, clusters },
      options,
    );
    expect(clustered?.clusters).toBe(4);
    expect(clustered!.standardError).toBeGreaterThan(1.5 * standardError);
    expect(clustered!.pValue).toBeGreaterThan(pValue);
  });

  it('says how many documents the difference would need', () => {
    const { neededCount, detectable, difference } = comparePaired(PAIRED_ROWS[0], options);
    // (1.96 + 0.8416)² · variance / difference²
    expect(detectable).toBeGreaterThan(Math.abs(difference));
    expect(neededCount).toBeGreaterThan(60);
    expect(comparePaired({ current: [1, 0], baseline: [1, 0] }, options)).toMatchObject({
      difference: 0,
      pValue: 1,
    });
    expect(comparePaired({ current: [1, 0], baseline: [1, 0] }, options)).not.toHaveProperty(
      'neededCount',
    );
  });

  it('knows McNemar only of 0/1 scores', () => {
    expect(comparePaired(PAIRED_ROWS[1], options).mcnemar).toBeUndefined();
    expect(comparePaired(PAIRED_ROWS[0], options).mcnemar).toBeDefined();
  });
});

describe('mcnemarTest', () => {
  it.each(MCNEMAR_ROWS)('of %d against %d is scipy’s binomtest', (x, y, pValue, midPValue) => {
    const current = [...Array<number>(x).fill(1), ...Array<number>(y).fill(0), 1, 0];
    const baseline = [...Array<number>(x).fill(0), ...Array<number>(y).fill(1), 1, 0];
    const result = mcnemarTest(current, baseline)!;
    expect(result).toMatchObject({ currentOnly: x, baselineOnly: y });
    expectClose(result.pValue, pValue);
    expectClose(result.midPValue, midPValue);
  });
});

describe('holmCorrection', () => {
  it('multiplies the smallest by the number of tests and never falls', () => {
    const adjusted = holmCorrection([0.01, 0.04, 0.03, 0.005]);
    expect(adjusted.map((value) => Number(value.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('stays at most one and skips what is unknown', () => {
    expect(holmCorrection([0.9, Number.NaN, 0.8])).toEqual([1, Number.NaN, 1]);
    expect(holmCorrection([])).toEqual([]);
  });
});
