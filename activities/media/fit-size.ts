import { roundHalfEven } from '../../core/text/parse-number.ts';
import type { Size } from './pillow-resize.ts';

/**
 * The size at which a frame is sent, as Qwen's tools choose it: sides are multiples of the grid, the area
 * lies between the bounds, the proportions stay as near as the grid allows.
 */
export function fitToGrid(
  { width, height }: Size,
  bounds: { readonly grid: number; readonly minPixels: number; readonly maxPixels: number },
): Size {
  const { grid, minPixels, maxPixels } = bounds;
  const nearest = (side: number) => Math.max(grid, roundHalfEven(side / grid, 0) * grid);
  const rounded = { width: nearest(width), height: nearest(height) };
  const pixels = rounded.width * rounded.height;
  if (pixels > maxPixels) {
    const shrink = Math.sqrt((width * height) / maxPixels);
    const below = (side: number) => Math.max(grid, Math.floor(side / shrink / grid) * grid);
    return { width: below(width), height: below(height) };
  }
  if (pixels < minPixels) {
    const grow = Math.sqrt(minPixels / (width * height));
    const above = (side: number) => Math.ceil((side * grow) / grid) * grid;
    return { width: above(width), height: above(height) };
  }
  return rounded;
}

/** The largest size of the same proportions within an area. */
export function fitWithin({ width, height }: Size, maxPixels: number | undefined): Size {
  if (maxPixels === undefined || width * height <= maxPixels) return { width, height };
  const shrink = Math.sqrt(maxPixels / (width * height));
  return {
    width: Math.max(1, Math.floor(width * shrink)),
    height: Math.max(1, Math.floor(height * shrink)),
  };
}
