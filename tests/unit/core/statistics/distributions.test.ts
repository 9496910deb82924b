import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../../../core/statistics/normal-distribution.ts';
import { studentCdf, studentQuantile } from '../../../../core/statistics/student-distribution.ts';

/** Constants computed once with 40 digits in mpmath. */
function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected) / Math.abs(expected)).toBeLessThan(1e-12);
}

describe('the normal distribution', () => {
  it.each([
    [-37, 5.725571222524577e-300],
    [-8, 6.220960574271784e-16],
    [-2, 0.02275013194817921],
    [0.2, 0.579259709439103],
    [1.96, 0.9750021048517795],
  ])('has P(Z <= %d) = %d', (z, probability) => {
    expectClose(normalCdf(z), probability);
  });

  it.each([
    [1e-300, -37.0470962993612],
    [1e-10, -6.361340902404057],
    [0.025, -1.9599639845400543],
    [0.8, 0.8416212335729144],
    [0.975, 1.9599639845400538],
  ])('has the quantile of %d at %d', (probability, z) => {
    expectClose(normalQuantile(probability), z);
  });

  it('ends where probabilities end', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.5)).toBeNaN();
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  });
});

describe("Student's t distribution", () => {
  it.each([
    [-2, 1, 0.14758361765043326],
    [-3.5, 4.5, 0.010270844984692787],
    [0.3, 10, 0.6148396962171007],
    [1.96, 29, 0.9701661022402044],
    [-10, 99, 5.469878503996055e-17],
    [-1.1, 9999, 0.135679301887425],
    [2.5, 100000, 0.9937895404037205],
  ])('has P(T <= %d) with %d degrees of freedom = %d', (t, degreesOfFreedom, probability) => {
    expectClose(studentCdf(t, degreesOfFreedom), probability);
  });

  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 10, 2.2281388519862744],
    [0.995, 29, 2.7563859036706053],
    [0.025, 499, -1.964729390987689],
    [1e-10, 3, -2225.7692846830932],
    [0.6, 100000, 0.2533477771571799],
  ])('has the quantile of %d with %d degrees of freedom at %d', (probability, freedom, t) => {
    expectClose(studentQuantile(probability, freedom), t);
  });

  it('knows no distribution without degrees of freedom', () => {
    expect(studentCdf(1, 0)).toBeNaN();
    expect(studentQuantile(0.975, 0)).toBeNaN();
    expect(studentCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0);
  });
});
