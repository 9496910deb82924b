import sharp, { type Metadata, type Sharp } from 'sharp';
import { EvalError } from '../../../core/errors.ts';
import { encodePicture } from '../encode-picture.ts';
import { fitWithin } from '../fit-size.ts';
import type { EncodedMedia, ImageWish } from '../media-wishes.ts';
import type { Size } from '../pillow-resize.ts';
import { writePack } from '../store/pack-file.ts';
import type { DecodeFiles } from './decode-job.ts';

/** Step and floor of lmms-eval's size loop. */
const SHRINK_FACTOR = 0.75;
const SMALLEST_SIDE = 100;
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'];
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

// Raster formats only: SVG and PDF would hand a document's bytes to an interpreter that opens other files.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: LOADERS.map((name) => `VipsForeignLoad${name}`) });
sharp.cache(false);

/** One encode of a picture that cannot be sent as it is. */
export async function decodeImageJob(files: DecodeFiles, wish: ImageWish): Promise<void> {
  const { source, limits } = files;
  const size = sizeOf(await header(source), limits.maxPixels);
  const open = () =>
    sharp(source, {
      limitInputPixels: limits.maxPixels,
      failOn: 'truncated',
      sequentialRead: true,
    }).toColourspace('srgb');
  const made = await encodeWithin(open, size, wish);
  const pack = await writePack(files.target);
  try {
    await pack.add({ ...made, facts: {} });
    await pack.finish();
  } finally {
    await pack.close();
  }
}

async function header(source: string): Promise<Metadata> {
  let metadata: Metadata;
  try {
    metadata = await sharp(source, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new EvalError('media-unreadable', `${(cause as Error).message}.`, { cause });
  }
  if (FORMATS.has(metadata.format)) return metadata;
  throw new EvalError('media-unsupported', `the format ${metadata.format} is not read.`);
}

function sizeOf({ width, height }: Metadata, maxPixels: number): Size {
  if (width > 0 && height > 0 && width * height <= maxPixels) return { width, height };
  throw new EvalError(
    'media-unreadable',
    `its header says ${width}x${height}, the limit is ${maxPixels} pixels.`,
  );
}

/** Smaller by a quarter per side until it fits or a side is as small as is sensible. */
async function encodeWithin(open: () => Sharp, size: Size, wish: ImageWish): Promise<EncodedMedia> {
  const { maxBytes = Infinity } = wish;
  const first = fitWithin(size, wish.maxPixels);
  const at = ({ width, height }: Size) =>
    width === size.width && height === size.height
      ? open()
      : open().resize({ width, height, kernel: 'lanczos3', fit: 'fill' });
  let made = await encodePicture(at(first), wish);
  for (
    let scale = SHRINK_FACTOR;
    made.bytes.byteLength > maxBytes &&
    Math.min(first.width, first.height) * (scale / SHRINK_FACTOR) > SMALLEST_SIDE;
    scale *= SHRINK_FACTOR
  ) {
    // Always from the original, so that steps do not blur one another.
    const smaller = (side: number) => Math.max(1, Math.floor(side * scale));
    const step = { width: smaller(first.width), height: smaller(first.height) };
    made = await encodePicture(at(step), wish);
  }
  return made;
}
