import type { RgbImage } from './rgb-image.ts';

/** Rows of five pixels, most significant bit first. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  '[': [0b01110, 0b01000, 0b01000, 0b01000, 0b01000, 0b01000, 0b01110],
  ']': [0b01110, 0b00010, 0b00010, 0b00010, 0b00010, 0b00010, 0b01110],
  '1': [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  '2': [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
  '3': [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110],
  '4': [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
  '5': [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
  '6': [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
  '7': [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
  '8': [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
  '9': [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
  '0': [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
};
const GLYPH_WIDTH = 5;
const SQUARE = 61;
const SCALE = 3;
const MARGIN = 6;
const TOP = 20;

/**
 * A white square with a black number in the upper left corner. With a font of our own, because the fonts of a
 * host decide no result.
 */
export function drawLabel(image: RgbImage, text: string): void {
  fill(image, { left: 0, top: 0, width: SQUARE, height: SQUARE }, 255);
  for (const [index, character] of Array.from(text).entries()) {
    const left = MARGIN + index * (GLYPH_WIDTH + 1) * SCALE;
    for (const [row, bits] of (GLYPHS[character] ?? []).entries()) {
      for (let column = 0; column < GLYPH_WIDTH; column += 1) {
        if (((bits >> (GLYPH_WIDTH - 1 - column)) & 1) === 0) continue;
        const at = { left: left + column * SCALE, top: TOP + row * SCALE };
        fill(image, { ...at, width: SCALE, height: SCALE }, 0);
      }
    }
  }
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function fill(image: RgbImage, { left, top, width, height }: Rectangle, value: number): void {
  const right = Math.min(image.width, left + width);
  for (let row = top; row < Math.min(image.height, top + height); row += 1) {
    if (left < right)
      image.data.fill(value, (row * image.width + left) * 3, (row * image.width + right) * 3);
  }
}
