import { expect, test } from 'vitest';
import { sampleFrameIndices } from '../../../core/video-sampling.ts';
import { digestOf, readVideoGolden } from './video-clips.ts';

const RATE = { numerator: 30, denominator: 1 };

test('spaces frames as numpy does, for every length and number', () => {
  for (const { total, frames, count, digest } of readVideoGolden().rows) {
    const indices = sampleFrameIndices(total, RATE, { frames });
    expect(indices.length, `${frames} of ${total}`).toBe(count);
    expect(digestOf(indices.join(',')), `${frames} of ${total}`).toBe(digest);
  }
});

test('takes eight frames unless told otherwise', () => {
  expect(sampleFrameIndices(100, RATE, {})).toEqual([0, 14, 28, 42, 56, 70, 84, 99]);
});

test.each([
  { total: 300, frames: 64, fps: 1, count: 10 },
  { total: 300, frames: 4, fps: 1, count: 4 },
  // 9.97 seconds: cut to 9, not rounded to 10.
  { total: 299, frames: 64, fps: 1, count: 9 },
  { total: 300, frames: 64, fps: 0.5, count: 5 },
  // Less than one period still shows something.
  { total: 10, frames: 64, fps: 1, count: 1 },
])('$fps frames per second of $total frames, at most $frames, are $count', (row) => {
  expect(sampleFrameIndices(row.total, RATE, row)).toHaveLength(row.count);
});

test('reads broadcast rates exactly', () => {
  const rate = { numerator: 30_000, denominator: 1001 };
  // 899.1 frames would be 30 seconds: 900 are 30.03.
  expect(sampleFrameIndices(900, rate, { frames: 64, fps: 1 })).toHaveLength(30);
  expect(sampleFrameIndices(899, rate, { frames: 64, fps: 1 })).toHaveLength(29);
});

test('one frame is the first, or the last when that is asked for', () => {
  expect(sampleFrameIndices(50, RATE, { frames: 1 })).toEqual([0]);
  expect(sampleFrameIndices(50, RATE, { frames: 1, forceIncludeLastFrame: true })).toEqual([49]);
  expect(sampleFrameIndices(50, RATE, { frames: 3, forceIncludeLastFrame: true })).toEqual([
    0, 24, 49,
  ]);
});

test('an empty video has no frames, and an unknown rate leaves the number alone', () => {
  expect(sampleFrameIndices(0, RATE, {})).toEqual([]);
  expect(sampleFrameIndices(10, undefined, { frames: 4, fps: 1 })).toHaveLength(4);
});

test.each([{ frames: 0 }, { frames: 2.5 }, { fps: 0 }, { fps: Number.NaN }])(
  'refuses %o',
  (sampling) => {
    expect(() => sampleFrameIndices(10, RATE, sampling)).toThrow(/must be/);
  },
);
