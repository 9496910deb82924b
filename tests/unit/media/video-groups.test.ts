import { expect, test } from 'vitest';
import { groupFrames } from '../../../activities/media/video/decoder/frame-groups.ts';
import { turnPixels, turnsOfMatrix } from '../../../activities/media/video/orientation.ts';
import { selectExpression } from '../../../activities/media/video/program/select-expression.ts';

const times = Array.from({ length: 30 }, (_, index) => index * 10);

test('groups frames by the key frame before them, the longest way first', () => {
  const groups = groupFrames([0, 5, 9, 10, 29], times, [0, 100, 200]);
  expect(groups).toMatchObject([
    { keyTime: 0, frames: [{ place: 0 }, { place: 1 }, { place: 2, time: 90 }] },
    { keyTime: 200, frames: [{ place: 4, time: 290 }] },
    { keyTime: 100, frames: [{ place: 3, time: 100 }] },
  ]);
});

/** The nine numbers of a display matrix that turns by so many degrees against the clock. */
function matrix(a: number, b: number, c: number, d: number): Uint8Array {
  const numbers = [a, b, 0, c, d, 0, 0, 0, 1 << 30].map((one) => one * (one > 1 ? 1 : 65_536));
  return new Uint8Array(Int32Array.from(numbers).buffer);
}

test('reads quarter turns from a display matrix, and leaves the rest alone', () => {
  expect(turnsOfMatrix(null)).toBe(0);
  expect(turnsOfMatrix(matrix(1, 0, 0, 1))).toBe(0);
  expect(turnsOfMatrix(matrix(0, 1, -1, 0))).toBe(1);
  expect(turnsOfMatrix(matrix(-1, 0, 0, -1))).toBe(2);
  expect(turnsOfMatrix(matrix(0, -1, 1, 0))).toBe(3);
  expect(turnsOfMatrix(new Uint8Array(4))).toBe(0);
});

test('turns pixels clockwise', () => {
  // Two rows: 1 2 3 and 4 5 6.
  const source = Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((one) => [one, one, one]));
  const turned = (turns: 0 | 1 | 2 | 3) => {
    const target = new Uint8Array(source.length);
    turnPixels(source, { width: 3, height: 2 }, turns, target);
    return [...target].filter((_, index) => index % 3 === 0);
  };
  expect(turned(1)).toEqual([4, 1, 5, 2, 6, 3]);
  expect(turned(2)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(turned(3)).toEqual([3, 6, 2, 5, 1, 4]);
});

test('nests the terms of a selection evenly', () => {
  expect(selectExpression([4])).toBe('eq(n\\,4)');
  expect(selectExpression([1, 2, 3])).toBe('((eq(n\\,1)+eq(n\\,2))+eq(n\\,3))');
});
