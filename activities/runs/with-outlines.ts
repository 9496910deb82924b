import { createHash } from 'node:crypto';
import { drawOutlines } from '../../core/draw-outlines.ts';
import { canonicalJson } from '../../core/json.ts';
import type { MarkedImage } from '../../core/marked-image.ts';
import type { Media } from '../../core/media.ts';
import { decodeImage } from '../media/decode-image.ts';

/**
 * A picture with its outlines drawn once somebody wants the bytes. Its identity is the picture's and what is
 * drawn, so that hashing a prompt decodes nothing.
 */
export function withOutlines({ outlines, ...image }: MarkedImage): Media {
  const drawn = canonicalJson(outlines);
  return {
    ...image,
    mediaType: 'image/png',
    sha256: createHash('sha256').update(`${image.sha256}\n${drawn}`).digest('hex'),
    async read() {
      const pixels = await decodeImage(await image.read(), image.sha256.slice(0, 12));
      const { data, width, height } = drawOutlines(pixels, outlines);
      const { default: sharp } = await import('sharp');
      return sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
    },
  };
}
