/** Corners of a box: left, top, right, bottom. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];
export type Point = readonly [x: number, y: number];

/** Area of both boxes over area of either; 0 where they have none, or a corner is on the wrong side. */
export function intersectionOverUnion(left: Box, right: Box): number {
  const width = Math.min(left[2], right[2]) - Math.max(left[0], right[0]);
  const height = Math.min(left[3], right[3]) - Math.max(left[1], right[1]);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared === 0 ? 0 : shared / (areaOf(left) + areaOf(right) - shared);
}

export function centerOf([left, top, right, bottom]: Box): Point {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** The edge belongs to the box. */
export function isInside([x, y]: Point, [left, top, right, bottom]: Box): boolean {
  return left <= x && x <= right && top <= y && y <= bottom;
}

function areaOf([left, top, right, bottom]: Box): number {
  return (right - left) * (bottom - top);
}
