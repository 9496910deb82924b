import { pillowResize } from '../../media/pillow-resize.ts';
import { resampleFilterOfCode } from '../../media/resample-filter.ts';
import type { RgbImage } from '../../media/rgb-image.ts';

/** What we read of the library's image processors. */
export interface ImageProcessorSettings {
  readonly do_resize?: boolean;
  readonly size?: unknown;
  readonly resample?: number;
}

/**
 * Resizes as Pillow does where the processor wants one fixed size, so that the library has nothing left to
 * resize: its own filter gives other pixels than the one that models were trained and published with.
 */
export function resizeBefore(
  image: RgbImage,
  settings: ImageProcessorSettings | undefined,
): RgbImage {
  const size = settings?.size;
  const filter = resampleFilterOfCode(settings?.resample ?? 2);
  if (settings?.do_resize !== true || filter === undefined || !isFixed(size)) return image;
  return pillowResize(image, { width: size.width, height: size.height }, filter);
}

function isFixed(size: unknown): size is { readonly width: number; readonly height: number } {
  if (typeof size !== 'object' || size === null) return false;
  const { width, height } = size as Readonly<Record<string, unknown>>;
  return [width, height].every((side) => Number.isInteger(side) && Number(side) > 0);
}
