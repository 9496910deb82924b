import { createGrowableNumbers } from '../statistics/growable-numbers.ts';

/** What the documents of a task contribute to one aggregation: rows of equally many numbers. */
export interface NumberTable {
  /** Numbers per row; 0 before the first row. */
  readonly width: number;
  /** Rows. */
  readonly length: number;
  at(row: number, column: number): number;
  /** All numbers, row after row. */
  values(): Float64Array;
}

export interface GrowableTable extends NumberTable {
  /** false, and nothing added, when the row has another width than those before it. */
  push(row: readonly number[]): boolean;
}

export function createNumberTable(): GrowableTable {
  const numbers = createGrowableNumbers();
  let width = 0;
  let view: Float64Array | undefined;
  const values = (): Float64Array => (view ??= numbers.view());
  return {
    get width() {
      return width;
    },
    get length() {
      return width === 0 ? 0 : numbers.length / width;
    },
    at: (row, column) => values()[row * width + column]!,
    values,
    push(row) {
      if (width === 0) width = row.length;
      if (row.length !== width) return false;
      for (const value of row) numbers.push(value);
      view = undefined;
      return true;
    },
  };
}
