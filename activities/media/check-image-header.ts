import { EvalError } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';
import { sniffImageSize } from '../../core/sniff-image-size.ts';
import type { Size } from './pillow-resize.ts';

/**
 * Looks at the header of a picture that could be sent as it is: an endpoint of the user's must not be the
 * first to find out that it is a bomb.
 */
export function checkImageHeader(media: Media, bytes: Uint8Array, maxPixels: number): Size {
  const size = sniffImageSize(bytes);
  if (size === undefined || !(size.width > 0 && size.height > 0)) {
    throw refused(media, 'its header names no size');
  }
  if (size.width * size.height <= maxPixels) return size;
  throw refused(
    media,
    `its header says ${size.width}x${size.height}, the limit is ${maxPixels} pixels`,
  );
}

/** False where it seems to be cut off, which only decoding can tell for sure. */
export function seemsWhole(mediaType: string, bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (mediaType) {
    case 'image/png':
      return reachesLastChunk(file);
    case 'image/jpeg': {
      const scan = file.indexOf(Buffer.of(0xff, 0xda));
      return scan >= 0 && file.indexOf(Buffer.of(0xff, 0xd9), scan) >= 0;
    }
    case 'image/gif':
      return file.at(-1) === 0x3b;
    case 'image/webp':
      return file.readUInt32LE(4) + 8 <= file.length;
    default:
      return true;
  }
}

/** From chunk to chunk without reading them: a PNG that is cut off ends inside one. */
function reachesLastChunk(png: Buffer): boolean {
  for (let at = 8; at + 12 <= png.length;) {
    const isLast = png.toString('latin1', at + 4, at + 8) === 'IEND';
    at += 12 + png.readUInt32BE(at);
    if (isLast) return at <= png.length;
  }
  return false;
}

function refused(media: Media, what: string): EvalError {
  return new EvalError(
    'media-unreadable',
    `Cannot send the image ${media.sha256.slice(0, 12)} (${media.mediaType}, ${media.sizeBytes} bytes): ${what}. Repair it in the dataset.`,
  );
}
