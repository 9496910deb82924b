import { expect, test } from 'vitest';

import { floatOfHalf, halfOfFloat } from '../../../activities/models/onnx/half-float.ts';

test.each([
  [0, 0x0000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [0.333251953125, 0x3555],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [Infinity, 0x7c00],
])('%d is 0x%s in half precision', (value, half) => {
  expect(halfOfFloat(value)).toBe(half);
  expect(floatOfHalf(half)).toBe(value);
});

test('every half survives the way to a float and back', () => {
  const halves = Array.from({ length: 0x7c00 }, (_, half) => half);
  expect(halves.map((half) => halfOfFloat(floatOfHalf(half)))).toEqual(halves);
});

test('rounds to the nearest half, and halfway to the even one', () => {
  expect(halfOfFloat(1 + 1 / 2048)).toBe(0x3c00);
  expect(halfOfFloat(1 + 3 / 2048)).toBe(0x3c02);
  expect(halfOfFloat(65520)).toBe(0x7c00);
  expect(Number.isNaN(floatOfHalf(halfOfFloat(NaN)))).toBe(true);
});
