import sharp from 'sharp';
import { expect, it } from 'vitest';
import { mediaFromBytes } from '../../../activities/datasets/media-from-bytes.ts';
import { withOutlines } from '../../../activities/runs/with-outlines.ts';
import { decodeImage } from '../../../activities/media/decode-image.ts';
import { outlinedImage } from '../../../core/marked-image.ts';

it('draws the outline on the picture and makes it another medium', async () => {
  const raw = { width: 8, height: 6, channels: 3 } as const;
  const bytes = await sharp(new Uint8Array(8 * 6 * 3), { raw })
    .png()
    .toBuffer();
  const image = mediaFromBytes(bytes);
  expect([image.width, image.height]).toEqual([8, 6]);
  const box = { box: [1, 1, 5, 4] } as const;
  const marked = (width: number) =>
    withOutlines(outlinedImage({ image }, 'image', { colour: 'red', width, shape: box }));
  const drawn = await decodeImage(await marked(1).read(), 'drawn');
  const red = (x: number, y: number) => drawn.data[(y * 8 + x) * 3];
  expect([red(1, 1), red(5, 4), red(3, 1)]).toEqual([255, 255, 255]);
  expect([red(0, 0), red(3, 3)]).toEqual([0, 0]);
  expect(marked(1).sha256).toBe(marked(1).sha256);
  expect(marked(1).sha256).not.toBe(marked(2).sha256);
  expect(marked(1).sha256).not.toBe(image.sha256);
});
