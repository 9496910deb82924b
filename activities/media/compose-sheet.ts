import { drawLabel } from './draw-label.ts';
import { pillowResize } from './pillow-resize.ts';
import type { RgbImage } from './rgb-image.ts';

/** The height of a row of pictures, or the width of a column. */
const SIDE = 1008;

/** Pictures side by side or one below the other, whichever is nearer to a square, numbered from 1. */
export function composeSheet(pictures: readonly RgbImage[]): RgbImage {
  const widthOfRow = total(pictures.map((picture) => scaled(picture, 'height').width));
  const heightOfColumn = total(pictures.map((picture) => scaled(picture, 'width').height));
  const isColumn = widthOfRow > heightOfColumn;
  const parts = pictures.map((picture, index) => {
    const size = scaled(picture, isColumn ? 'width' : 'height');
    const resized = pillowResize(picture, size, 'lanczos');
    // A picture of the right size comes back as it is, and is not ours to draw on.
    const own = { ...resized, data: Uint8Array.from(resized.data) };
    drawLabel(own, `[${index + 1}]`);
    return own;
  });
  return isColumn
    ? paste(parts, SIDE, heightOfColumn, 'top')
    : paste(parts, widthOfRow, SIDE, 'left');
}

function scaled({ width, height }: RgbImage, fixed: 'width' | 'height') {
  return fixed === 'height'
    ? { width: Math.max(1, Math.trunc((width * SIDE) / height)), height: SIDE }
    : { width: SIDE, height: Math.max(1, Math.trunc((height * SIDE) / width)) };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function paste(
  parts: readonly RgbImage[],
  width: number,
  height: number,
  along: 'left' | 'top',
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let offset = 0;
  for (const part of parts) {
    const [left, top] = along === 'left' ? [offset, 0] : [0, offset];
    for (let row = 0; row < part.height; row += 1) {
      const line = part.data.subarray(row * part.width * 3, (row + 1) * part.width * 3);
      data.set(line, ((top + row) * width + left) * 3);
    }
    offset += along === 'left' ? part.width : part.height;
  }
  return { width, height, data };
}
