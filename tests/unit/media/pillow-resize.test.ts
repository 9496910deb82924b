import { expect, test } from 'vitest';

import { pillowResize } from '../../../activities/media/pillow-resize.ts';
import type { ResampleFilter } from '../../../activities/media/resample-filter.ts';
import type { RgbImage } from '../../../activities/media/rgb-image.ts';
import { readGolden } from './read-golden.ts';

/** The same as pillow-golden.py draws. */
function pattern(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([(x * 37) % 256, (y * 53) % 256, (x * y * 29) % 256], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

test.each(readGolden().resized)(
  'resizes with $filter from $source to $width,$height to the same bytes as Pillow',
  ({ filter, source, width, height, rgb }) => {
    const resized = pillowResize(pattern(...source), { width, height }, filter as ResampleFilter);
    expect(resized.width).toBe(width);
    expect(resized.height).toBe(height);
    expect([...resized.data]).toEqual([...Buffer.from(rgb, 'base64')]);
  },
);

test('leaves an image of the wanted size as it is', () => {
  const image = pattern(6, 4);
  expect(pillowResize(image, { width: 6, height: 4 }, 'lanczos')).toBe(image);
});
