import { describe, expect, it } from 'vitest';
import { createBarScale, createScale, tickLabel } from '../../../activities/reports/scale.ts';

describe('a scale', () => {
  it('ends at round numbers around its values', () => {
    const { low, high, ticks, percent } = createScale([3, 97]);
    expect([low, high]).toEqual([0, 100]);
    expect(ticks).toEqual([0, 20, 40, 60, 80, 100]);
    expect(percent(25)).toBe(25);
  });

  it('has ticks without the noise of binary fractions', () => {
    expect(createScale([0, 1]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(createScale([-0.4, 0.01]).ticks).toEqual([-0.4, -0.3, -0.2, -0.1, 0, 0.1]);
  });

  it('keeps what lies beyond at its ends', () => {
    const { percent } = createScale([0, 1]);
    expect(percent(-5)).toBe(0);
    expect(percent(5)).toBe(100);
  });

  it('makes room around a single value', () => {
    expect(createScale([0, 0]).percent(0)).toBe(50);
    const { low, high, percent } = createScale([2000]);
    expect(low).toBeLessThan(2000);
    expect(high).toBeGreaterThan(2000);
    expect(percent(2000)).toBeCloseTo(50, 0);
  });

  it('never has more than eight ticks', () => {
    for (let exponent = -8; exponent <= 8; exponent += 1) {
      for (const top of [1, 1.3, 2.2, 3.7, 5.1, 7.9, 9.99]) {
        const { ticks } = createScale([-0.1 * 10 ** exponent, top * 10 ** exponent]);
        expect(ticks.length).toBeGreaterThan(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }
    }
  });

  it('gives bars in percent of the longest, and none for nothing', () => {
    expect(createBarScale([5, 20])(5)).toBe(25);
    expect(createBarScale([0, 0])(0)).toBe(0);
    expect(createBarScale([])(0)).toBe(0);
  });

  it('labels ticks briefly', () => {
    expect([0.25, 1500, -0.5, 20_000_000, 0].map(tickLabel)).toEqual([
      '0.25',
      '1,500',
      '−0.5',
      '2.0e+7',
      '0',
    ]);
  });
});
