/** Decoded pixels: rows from the top, three bytes (red, green, blue) per pixel, no padding. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
