import { expect, test } from 'vitest';

import { decodeImage } from '../../../activities/media/decode-image.ts';
import { crc32 } from '../../../core/crc32.ts';
import { readGolden } from './read-golden.ts';

const golden = readGolden().decoded;

test.each(golden)('decodes a $name to the same bytes as Pillow', async (image) => {
  const decoded = await decodeImage(Buffer.from(image.encoded, 'base64'), image.name);
  expect([decoded.width, decoded.height]).toEqual([image.width, image.height]);
  expect([...decoded.data]).toEqual([...Buffer.from(image.rgb, 'base64')]);
});

test('refuses bytes that are no image, naming the digest', async () => {
  await expect(decodeImage(Buffer.from('not an image'), 'abc123')).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringContaining('abc123'),
  });
});

test('refuses a truncated image', async () => {
  const whole = Buffer.from(golden.find(({ name }) => name === 'rgb png')!.encoded, 'base64');
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  await expect(decodeImage(half, 'abc123')).rejects.toMatchObject({ code: 'media-unreadable' });
});

test('refuses by its header an image of more pixels than the limit', async () => {
  const png = Buffer.from(golden.find(({ name }) => name === 'rgb png')!.encoded, 'base64');
  // Width and height stand at bytes 16 and 20 of a PNG; 20,000 squared is 400 million.
  png.writeUInt32BE(20_000, 16);
  png.writeUInt32BE(20_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  await expect(decodeImage(png, 'abc123')).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringContaining('20000x20000'),
  });
});

test('refuses a drawing that would have to be interpreted', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect/></svg>';
  await expect(decodeImage(Buffer.from(svg), 'abc123')).rejects.toMatchObject({
    code: 'media-unsupported',
  });
});
