import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { isMedia } from '../../core/media.ts';

type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/** The pixels that a question asks for, as half-open rectangles. */
export interface PointMask {
  readonly width: number;
  readonly height: number;
  readonly rects: readonly Rectangle[];
}

export function readMask(document: EvalDocument): PointMask {
  const mask = document['mask'];
  if (isRecord(mask)) {
    const { width, height, rects } = mask;
    if (isSize(width) && isSize(height) && Array.isArray(rects) && rects.every(isRectangle)) {
      return { width, height, rects };
    }
  }
  throw new EvalError(
    'dataset-invalid',
    `Cannot score points: the column "mask" must hold { width, height, rects: [[left, top, right, bottom], ...] }, received ${(JSON.stringify(mask) ?? 'nothing').slice(0, 80)}. dataset_kwargs.mask_paths makes it of the dataset's mask pictures.`,
  );
}

export function isInMask({ width, height, rects }: PointMask, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  return rects.some(
    ([left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom,
  );
}

function isRecord(
  value: DocumentValue | undefined,
): value is { readonly [key: string]: DocumentValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isMedia(value);
}

function isSize(value: DocumentValue | undefined): value is number {
  return typeof value === 'number' && value > 0;
}

function isRectangle(value: unknown): value is Rectangle {
  return (
    Array.isArray(value) && value.length === 4 && value.every((edge) => typeof edge === 'number')
  );
}
