import { describe, expect, it } from 'vitest';
import { drawOutlines } from '../../../core/draw-outlines.ts';
import type { Outline } from '../../../core/marked-image.ts';

/** Rows of the picture after drawing: # where it was changed. */
function drawn(width: number, height: number, outline: Outline): readonly string[] {
  const image = { width, height, data: new Uint8Array(3 * width * height).fill(7) };
  const { data } = drawOutlines(image, [outline]);
  expect(image.data.every((value) => value === 7)).toBe(true);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => (data[3 * (y * width + x)] === 255 ? '#' : '.')).join(
      '',
    ),
  );
}

describe('drawOutlines', () => {
  it('draws a box with its edges, which grow inwards', () => {
    const line = { colour: 'red', width: 1, shape: { box: [1.9, 0.2, 4, 3] } } as const;
    expect(drawn(6, 5, line)).toEqual(['.####.', '.#..#.', '.#..#.', '.####.', '......']);
    expect(drawn(6, 5, { ...line, width: 2 })).toEqual([
      '.####.',
      '.####.',
      '.####.',
      '.####.',
      '......',
    ]);
  });

  it('draws a box in shares of the picture', () => {
    const outline = {
      colour: 'red',
      width: 1,
      shape: { shareBox: [0.25, 0.5, 0.5, 0.75] },
    } as const;
    expect(drawn(4, 4, outline)).toEqual(['....', '....', '.##.', '.##.']);
  });

  it('draws a polygon and closes it', () => {
    const points = [
      [0, 0],
      [4, 0],
      [4, 4],
    ] as const;
    expect(drawn(5, 5, { colour: 'white', width: 1, shape: { points } })).toEqual([
      '#####',
      '.#..#',
      '..#.#',
      '...##',
      '....#',
    ]);
  });

  it('leaves out what is outside the picture', () => {
    const outline = { colour: 'red', width: 1, shape: { box: [-2, -2, 9, 1] } } as const;
    expect(drawn(3, 3, outline)).toEqual(['...', '###', '...']);
  });

  it('uses the colour for all three channels', () => {
    const image = { width: 1, height: 1, data: new Uint8Array(3) };
    const { data } = drawOutlines(image, [
      { colour: 'red', width: 1, shape: { points: [[0, 0]] } },
    ]);
    expect([...data]).toEqual([255, 0, 0]);
  });

  it.each([1e9, Number.NaN])('refuses a point at %d', (far) => {
    const image = { width: 1, height: 1, data: new Uint8Array(3) };
    const outline = { colour: 'red', width: 1, shape: { points: [[far, 0]] } } as const;
    expect(() => drawOutlines(image, [outline])).toThrow(/a point of it is at/);
  });
});
