import sharp, { type Metadata, type Sharp } from 'sharp';

import { EvalError, messageOf } from '../../core/errors.ts';
import type { RgbImage } from './rgb-image.ts';

/**
 * Twice Pillow's decompression-bomb warning: the size at which Pillow itself refuses. 0.5 GB as RGB.
 */
const MAX_PIXELS = 178_956_970;
/** Raster formats only: vector ones (SVG, PDF) would hand a document's bytes to an interpreter. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

/**
 * Decodes an encoded image as Pillow's `Image.open(...).convert('RGB')` does: first frame, orientation
 * tags and colour profiles not applied, transparency dropped without blending.
 *
 * @param label names the image in errors; by custom its SHA-256
 */
export async function decodeImage(bytes: Uint8Array, label: string): Promise<RgbImage> {
  const metadata = await probe(bytes, label);
  try {
    const image = sharp(bytes, { ignoreIcc: true, limitInputPixels: MAX_PIXELS, failOn: 'error' });
    if (metadata.space === 'cmyk') return await decodeCmyk(image);
    if (metadata.space === 'grey16' && metadata.channels === 1) return await decodeGrey16(image);
    const { data, info } = await image
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch (error) {
    throw unreadable(label, messageOf(error), error);
  }
}

/** Reads only the header, so that a bomb is refused before its pixels are allocated. */
async function probe(bytes: Uint8Array, label: string): Promise<Metadata> {
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: false, ignoreIcc: true }).metadata();
  } catch (error) {
    throw unreadable(label, messageOf(error), error);
  }
  if (!FORMATS.has(metadata.format)) {
    throw new EvalError(
      'media-unsupported',
      `Cannot decode image ${label}: its format is ${metadata.format}; supported are ${[...FORMATS].join(', ')}. Convert the file.`,
    );
  }
  const { width, height } = metadata;
  if (!(width > 0 && height > 0) || width * height > MAX_PIXELS) {
    throw unreadable(
      label,
      `its header says ${width}x${height}, the limit is ${MAX_PIXELS} pixels`,
    );
  }
  return metadata;
}

/** Pillow's conversion, without a colour profile: each channel scaled by the absence of black. */
async function decodeCmyk(image: Sharp): Promise<RgbImage> {
  const { data, info } = await image
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let pixel = 0, to = 0; to < rgb.length; pixel += info.channels) {
    const white = 255 - data[pixel + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const product = data[pixel + channel]! * white + 128;
      rgb[to++] = white - ((product + (product >> 8)) >> 8);
    }
  }
  return { width: info.width, height: info.height, data: rgb };
}

/** Pillow clips 16-bit grey to 255 rather than scaling it, and models have only ever seen that. */
async function decodeGrey16(image: Sharp): Promise<RgbImage> {
  const { data, info } = await image
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let pixel = 0; pixel < info.width * info.height; pixel++) {
    // sharp writes raw samples in the byte order of the machine; every supported one is little-endian.
    const grey = Math.min(255, view.getUint16(pixel * info.channels * 2, true));
    rgb.fill(grey, pixel * 3, pixel * 3 + 3);
  }
  return { width: info.width, height: info.height, data: rgb };
}

function unreadable(label: string, what: string, cause?: unknown): EvalError {
  return new EvalError(
    'media-unreadable',
    `Cannot decode image ${label}: ${what}. Replace the file or drop the document.`,
    { cause },
  );
}
