import sharp from 'sharp';
import { expect, it } from 'vitest';
import { mediaFromBytes } from '../../../activities/datasets/media-from-bytes.ts';
import { composeSheet } from '../../../activities/media/compose-sheet.ts';
import { decodeImage } from '../../../activities/media/decode-image.ts';
import type { RgbImage } from '../../../activities/media/rgb-image.ts';
import { withSheet } from '../../../activities/runs/with-sheet.ts';
import { pictureSheet } from '../../../core/picture-sheet.ts';

function plain(width: number, height: number, grey: number): RgbImage {
  return { width, height, data: new Uint8Array(width * height * 3).fill(grey) };
}

it('puts tall pictures side by side and wide ones below each other', () => {
  const row = composeSheet([plain(1, 4, 50), plain(1, 4, 200)]);
  expect([row.width, row.height]).toEqual([504, 1008]);
  expect([row.data[(500 * 504 + 100) * 3], row.data[(500 * 504 + 400) * 3]]).toEqual([50, 200]);
  const column = composeSheet([plain(4, 1, 50), plain(4, 1, 200)]);
  expect([column.width, column.height]).toEqual([1008, 504]);
  expect([column.data[(100 * 1008 + 500) * 3], column.data[(400 * 1008 + 500) * 3]]).toEqual([
    50, 200,
  ]);
});

it('numbers each picture in black on white', () => {
  const sheet = composeSheet([plain(1, 4, 50), plain(1, 4, 200)]);
  const corner = (left: number): number[] => {
    const values = [];
    for (let row = 0; row < 61; row += 1) {
      for (let column = 0; column < 61; column += 1) {
        values.push(sheet.data[(row * sheet.width + left + column) * 3]!);
      }
    }
    return values;
  };
  const [first, second] = [corner(0), corner(252)];
  expect(new Set([...first, ...second])).toEqual(new Set([0, 255]));
  expect(first).not.toEqual(second);
});

it('is another medium for another order of pictures', async () => {
  const medium = async (grey: number) =>
    mediaFromBytes(
      await sharp(plain(2, 2, grey).data, { raw: { width: 2, height: 2, channels: 3 } })
        .png()
        .toBuffer(),
    );
  const [left, right] = [await medium(10), await medium(90)];
  const sheet = withSheet(pictureSheet([left, right]));
  const drawn = await decodeImage(await sheet.read(), 'sheet');
  expect([drawn.width, drawn.height]).toEqual([2016, 1008]);
  expect(sheet.sha256).not.toBe(withSheet(pictureSheet([right, left])).sha256);
  expect('width' in sheet).toBe(false);
});
