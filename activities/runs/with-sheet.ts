import { createHash } from 'node:crypto';
import type { Media } from '../../core/media.ts';
import type { PictureSheet } from '../../core/picture-sheet.ts';
import { composeSheet } from '../media/compose-sheet.ts';
import { decodeImage } from '../media/decode-image.ts';

/** A sheet drawn once somebody wants its bytes; its identity is that of its pictures in their order. */
export function withSheet({ pictures, ...first }: PictureSheet): Media {
  const digests = pictures.map(({ sha256 }) => sha256);
  return {
    ...first,
    mediaType: 'image/png',
    sha256: createHash('sha256')
      .update(`sheet\n${digests.join('\n')}`)
      .digest('hex'),
    async read() {
      const decoded = [];
      for (const picture of pictures) {
        decoded.push(await decodeImage(await picture.read(), picture.sha256.slice(0, 12)));
      }
      const { data, width, height } = composeSheet(decoded);
      const { default: sharp } = await import('sharp');
      return sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
    },
  };
}
