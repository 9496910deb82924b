import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageSize } from '../../../core/image-size.ts';
import { sniffImageSize } from '../../../core/sniff-image-size.ts';

async function encode(format: 'png' | 'jpeg' | 'gif' | 'webp', options = {}): Promise<Uint8Array> {
  const image = sharp({ create: { width: 37, height: 21, channels: 3, background: '#123456' } });
  return image.toFormat(format, options).toBuffer();
}

describe('sniffImageSize', () => {
  it.each([
    ['png', {}],
    ['jpeg', {}],
    ['jpeg', { progressive: true }],
    ['gif', {}],
    ['webp', {}],
    ['webp', { lossless: true }],
  ] as const)('reads the header of %s %o', async (format, options) => {
    expect(sniffImageSize(await encode(format, options))).toEqual({ width: 37, height: 21 });
  });

  it('reads a header that metadata come before', async () => {
    const jpeg = await sharp(await encode('jpeg'))
      .withExif({ IFD0: { Copyright: 'x'.repeat(5000) } })
      .toBuffer();
    expect(sniffImageSize(jpeg)).toEqual({ width: 37, height: 21 });
  });

  it('knows nothing of other or broken bytes', async () => {
    const png = await encode('png');
    expect(sniffImageSize(png.subarray(0, 18))).toBeUndefined();
    expect(sniffImageSize(new TextEncoder().encode('hello'))).toBeUndefined();
    expect(sniffImageSize(new Uint8Array())).toBeUndefined();
  });
});

describe('imageSize', () => {
  it('falls back to columns, and says what is missing', () => {
    expect(imageSize({ image_width: 4, image_height: 3 }, 'image')).toEqual({
      width: 4,
      height: 3,
    });
    expect(() => imageSize({ image: null }, 'image')).toThrow(
      /size of the picture in the column "image"/,
    );
  });
});
