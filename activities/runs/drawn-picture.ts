import { createHash } from 'node:crypto';
import type { Media } from '../../core/media.ts';
import { decodeImage } from '../media/decode-image.ts';
import type { RgbImage } from '../media/rgb-image.ts';

/**
 * A picture made of others once somebody wants its bytes. Its identity is given with it, so that hashing a
 * prompt decodes nothing.
 */
export function drawnPicture(
  like: Media,
  drawing: {
    /** What decides the pixels: the digests of the sources and what is done to them. */
    readonly identity: string;
    readonly sources: readonly Media[];
    readonly draw: (sources: readonly RgbImage[]) => RgbImage;
  },
): Media {
  return {
    ...like,
    mediaType: 'image/png',
    sha256: createHash('sha256').update(drawing.identity).digest('hex'),
    async read() {
      const decoded: RgbImage[] = [];
      for (const source of drawing.sources) {
        decoded.push(await decodeImage(await source.read(), source.sha256.slice(0, 12)));
      }
      const { data, width, height } = drawing.draw(decoded);
      // Loaded on demand: most runs draw nothing.
      const { default: sharp } = await import('sharp');
      return sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
    },
  };
}
