import type { PictureShape } from './decoder/decoder-protocol.ts';

/** Quarter turns clockwise that bring a picture upright. */
type QuarterTurns = PictureShape['turns'];

/**
 * The turn of a display matrix: nine native 32-bit numbers, of which the first, second, fourth and
 * fifth say where the axes go. Turns by other angles than quarters, and mirrors, are left alone.
 */
export function turnsOfMatrix(matrix: Uint8Array | null): QuarterTurns {
  if (matrix === null || matrix.byteLength < 36) return 0;
  const view = new DataView(matrix.buffer, matrix.byteOffset, matrix.byteLength);
  const sign = (place: number) => Math.sign(view.getInt32(place * 4, true));
  const [a, b, c, d] = [sign(0), sign(1), sign(3), sign(4)];
  if (a === 0 && d === 0 && b === 1 && c === -1) return 1;
  if (a === -1 && d === -1 && b === 0 && c === 0) return 2;
  if (a === 0 && d === 0 && b === -1 && c === 1) return 3;
  return 0;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The same pixels, turned clockwise.
 *
 * @param size of `source`
 * @param target as large as `source`
 */
export function turnPixels(
  source: Uint8Array,
  size: Size,
  turns: QuarterTurns,
  target: Uint8Array,
): void {
  let from = 0;
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      let to = turnedPlace(x, y, size, turns) * 3;
      target[to++] = source[from++]!;
      target[to++] = source[from++]!;
      target[to++] = source[from++]!;
    }
  }
}

function turnedPlace(x: number, y: number, { width, height }: Size, turns: QuarterTurns): number {
  if (turns === 1) return x * height + (height - 1 - y);
  if (turns === 2) return (height - 1 - y) * width + (width - 1 - x);
  return turns === 3 ? (width - 1 - x) * height + y : y * width + x;
}
