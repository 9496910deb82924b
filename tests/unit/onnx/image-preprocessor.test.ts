import { expect, test } from 'vitest';

import { createImagePreprocessor } from '../../../activities/models/onnx/image-preprocessor.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { RgbImage } from '../../../activities/media/rgb-image.ts';

/** Red counts pixels, green is constant, blue is off. */
function numbered(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) data.set([pixel, 100, 0], pixel * 3);
  return { width, height, data };
}

const prepare = (config: JsonObject, image: RgbImage) =>
  createImagePreprocessor(
    { image_mean: [0, 0, 0], image_std: [1, 1, 1], do_resize: false, do_rescale: false, ...config },
    'model',
  )(image);

test('separates the channels and normalises each by its own mean and deviation', () => {
  const config = { do_rescale: true, image_mean: [0.5, 0.25, 0], image_std: [0.5, 0.25, 2] };
  const { values, width, height } = prepare(config, numbered(2, 1));
  expect([width, height]).toEqual([2, 1]);
  const expected = [
    -1,
    (1 / 255 - 0.5) / 0.5,
    (100 / 255 - 0.25) / 0.25,
    (100 / 255 - 0.25) / 0.25,
    0,
    0,
  ];
  expected.forEach((value, index) => expect(values[index]).toBeCloseTo(value, 6));
});

test('keeps raw bytes where no step is wanted', () => {
  const { values } = prepare({ do_normalize: false }, numbered(3, 1));
  expect([...values]).toEqual([0, 1, 2, 100, 100, 100, 0, 0, 0]);
});

test('crops about the middle', () => {
  const crop = { do_center_crop: true, crop_size: { height: 2, width: 2 } };
  const { values } = prepare({ ...crop, do_normalize: false }, numbered(4, 4));
  expect([...values.subarray(0, 4)]).toEqual([5, 6, 9, 10]);
});

test('surrounds an image smaller than the crop with black', () => {
  const crop = { do_center_crop: true, crop_size: 3 };
  const { values, width, height } = prepare({ ...crop, do_normalize: false }, numbered(1, 2));
  expect([width, height]).toEqual([3, 3]);
  // One row of two is above the middle when the difference is odd: floor((2 - 3) / 2) = -1.
  expect([...values.subarray(0, 9)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0]);
  expect([...values.subarray(9, 18)]).toEqual([0, 0, 0, 0, 100, 0, 0, 100, 0]);
});

test('scales the shorter edge and keeps the proportions', () => {
  const { width, height } = prepare(
    { do_resize: true, size: { shortest_edge: 10 } },
    numbered(9, 4),
  );
  expect([width, height]).toEqual([22, 10]);
});
