import { EvalError } from './errors.ts';
import type { Outline } from './marked-image.ts';
import type { Box, Point } from './metrics/boxes.ts';

/** Three bytes per pixel, row after row. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

type Colour = readonly [red: number, green: number, blue: number];

/** A point this far away is a fault of the data, and a line to it would take long. */
const FARTHEST_PIXELS = 100_000;
const COLOURS: Readonly<Record<Outline['colour'], Colour>> = {
  red: [255, 0, 0],
  white: [255, 255, 255],
};

/** A copy of the picture with the outlines on it, pixel by pixel as Pillow draws them. */
export function drawOutlines(image: Pixels, outlines: readonly Outline[]): Pixels {
  const drawn = { ...image, data: Uint8Array.from(image.data) };
  for (const { shape, colour, width } of outlines) {
    for (const ring of ringsOf(shape, width, image)) drawRing(drawn, ring, COLOURS[colour]);
  }
  return drawn;
}

function ringsOf(
  shape: Outline['shape'],
  lineWidth: number,
  { width, height }: Pixels,
): readonly (readonly Point[])[] {
  if ('points' in shape) return [shape.points];
  const box = 'box' in shape ? shape.box : scaled(shape.shareBox, width, height);
  return Array.from({ length: lineWidth }, (_, inset) => ringOf(box, inset));
}

function scaled([left, top, right, bottom]: Box, width: number, height: number): Box {
  return [left * width, top * height, right * width, bottom * height];
}

/** The corners of a box, so many pixels inside it. */
function ringOf(box: Box, inset: number): readonly Point[] {
  const [left, top, right, bottom] = box.map(Math.trunc) as unknown as Box;
  return [
    [left + inset, top + inset],
    [right - inset, top + inset],
    [right - inset, bottom - inset],
    [left + inset, bottom - inset],
  ];
}

function drawRing(image: Pixels, points: readonly Point[], colour: Colour): void {
  const far = points.flat().find((value) => !(Math.abs(value) <= FARTHEST_PIXELS));
  if (far !== undefined) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot draw an outline on a picture of ${image.width}x${image.height} pixels: a point of it is at ${far}. Check the region's columns.`,
    );
  }
  for (const [index, from] of points.entries()) {
    drawLine(image, from, points[(index + 1) % points.length] ?? from, colour);
  }
}

/** Bresenham's line, both ends included; what lies outside the picture is not drawn. */
function drawLine(image: Pixels, from: Point, to: Point, colour: Colour): void {
  let [x, y] = [Math.trunc(from[0]), Math.trunc(from[1])];
  const [endX, endY] = [Math.trunc(to[0]), Math.trunc(to[1])];
  const [runX, runY] = [Math.abs(endX - x), -Math.abs(endY - y)];
  const [stepX, stepY] = [x < endX ? 1 : -1, y < endY ? 1 : -1];
  let error = runX + runY;
  for (let left = Math.max(runX, -runY); left >= 0; left -= 1) {
    const isInside = x >= 0 && y >= 0 && x < image.width && y < image.height;
    if (isInside) image.data.set(colour, 3 * (y * image.width + x));
    const doubled = 2 * error;
    if (doubled >= runY) {
      error += runY;
      x += stepX;
    }
    if (doubled <= runX) {
      error += runX;
      y += stepY;
    }
  }
}
