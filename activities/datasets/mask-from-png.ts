import sharp from 'sharp';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { createLru } from './lru.ts';

/** A mask has the size of a photograph. */
const MAX_PIXELS = 64 * 1024 * 1024;
const MAX_BYTES = 32 * 1024 * 1024;
/** A mask of noise would be larger than its picture. */
const MAX_RECTS = 100_000;
const MAX_KEPT_CHARACTERS = 64 * 1024 * 1024;
/** Brighter pixels belong to the mask. */
const THRESHOLD = 127;

type Rectangle = [left: number, top: number, right: number, bottom: number];

/**
 * The bright pixels of a PNG as `{ width, height, rects }`, half-open rectangles `[left, top, right, bottom]`
 * from the top down, so that scorers, which read no files, can tell whether a point is on it.
 */
export async function maskFromPng(media: Media, name: string): Promise<JsonObject> {
  const refuse = (why: string, cause?: unknown) =>
    new EvalError(
      'media-unreadable',
      `Cannot read the mask ${name}: ${why}. Replace the file or drop the document.`,
      { cause },
    );
  if (media.mediaType !== 'image/png' || media.sizeBytes > MAX_BYTES) {
    throw refuse(
      `expected a PNG of at most ${MAX_BYTES} bytes, received ${media.mediaType} of ${media.sizeBytes}`,
    );
  }
  const known = decoded.get(media.sha256);
  if (known !== undefined) return JSON.parse(known) as JsonObject;
  const bytes = await media.read();
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, ignoreIcc: true })
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw refuse(messageOf(error), error);
    });
  const { width, height } = info;
  const rects = rectanglesOf(data, info);
  if (rects === undefined) throw refuse(`it has more than ${MAX_RECTS} separate stretches`);
  const mask = { width, height, rects };
  const text = JSON.stringify(mask);
  decoded.set(media.sha256, text, text.length);
  return mask;
}

/** As JSON, which is a fraction of the objects' size: a pass over a dataset decodes each mask once. */
const decoded = createLru<string>(MAX_KEPT_CHARACTERS);

function rectanglesOf(
  data: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
): Rectangle[] | undefined {
  const rects: Rectangle[] = [];
  /** By their columns: those that end at the row above and may grow. */
  let open = new Map<number, Rectangle>();
  for (let y = 0; y < height; y += 1) {
    const next = new Map<number, Rectangle>();
    for (let x = 0; x < width; x += 1) {
      if (!isBright(data, (y * width + x) * channels, channels)) continue;
      const left = x;
      while (x < width && isBright(data, (y * width + x) * channels, channels)) x += 1;
      const columns = left * (width + 1) + x;
      const above = open.get(columns);
      if (above === undefined) rects.push([left, y, x, y + 1]);
      else above[3] = y + 1;
      next.set(columns, above ?? rects[rects.length - 1]!);
      if (rects.length > MAX_RECTS) return undefined;
    }
    open = next;
  }
  return rects;
}

/** Luma with the weights, and the rounding, that Pillow converts to grey with. */
function isBright(data: Uint8Array, at: number, channels: number): boolean {
  const red = data[at]!;
  if (channels < 3) return red > THRESHOLD;
  const luma = red * 19_595 + data[at + 1]! * 38_470 + data[at + 2]! * 7471 + 0x8000;
  return luma >> 16 > THRESHOLD;
}
