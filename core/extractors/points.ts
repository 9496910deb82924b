export interface Size {
  readonly width: number;
  readonly height: number;
}

const PAIR = /[[(]\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*[\])]/g;
/** Models that write whole numbers count thousandths of the picture. */
const GRID = 1000;

/** Points in pixels, from pairs in brackets: fractions of the picture where both are, else thousandths. */
export function parsePoints(text: string, size: Size): (readonly [number, number])[] {
  return Array.from(text.matchAll(PAIR), ([, left = '', top = '']) => {
    const isFraction = [left, top].every((part) => part.includes('.') && Number(part) <= 1);
    const scale = isFraction ? 1 : GRID;
    return [
      Math.trunc((Number(left) * size.width) / scale),
      Math.trunc((Number(top) * size.height) / scale),
    ];
  });
}
