import { describe, expect, it } from 'vitest';
import { formatPercent } from '../../../../core/text/python-format.ts';

const valuesOf = (...values: (number | string)[]) =>
  values.map((value) => ({ value, text: String(value) }));

describe('formatPercent', () => {
  it.each([
    ['%.2f', [1.005], '1.00'],
    ['%.2f', [0.125], '0.12'],
    ['%d of %s', [3.7, 'x'], '3 of x'],
    ['%05.1f|%-4s|%+d', [2.25, 'a', 3], '002.2|a   |+3'],
    ['%5d|%-5d|%05d', [-3, -3, -3], '   -3|-3   |-0003'],
    ['%e %g %g %g', [12345.678, 0.00001, 1e20, 0.5], '1.234568e+04 1e-05 1e+20 0.5'],
    ['%x %X %o %%', [255, 255, 8], 'ff FF 10 %'],
    ['%.3s', ['abcdef'], 'abc'],
  ])('writes %j of %j as Python does', (format, values, expected) => {
    expect(formatPercent(format, valuesOf(...values))).toBe(expected);
  });

  it.each([
    ['%s %s', ['a']],
    ['%s', ['a', 'b']],
    ['%d', ['a']],
    ['%99999d', [1]],
  ])('refuses %j of %j', (format, values) => {
    expect(() => formatPercent(format, valuesOf(...values))).toThrow(Error);
  });
});
