import type { JsonObject, JsonValue } from '../json.ts';
import type { NumberTable } from './number-table.ts';

/**
 * How the values of one metric become the number of a task. A document's value is first encoded as a
 * few numbers, so that a task of a million documents stays small in memory and can be resampled.
 */
export interface Aggregation {
  readonly name: string;
  /** True where `encode` reads several fields of a record; else it is given the one `score_key` names. */
  readonly readsRecord?: boolean;
  /** The numbers of one value; undefined when the value is of another kind than this aggregation needs. */
  encode(value: JsonValue): readonly number[] | undefined;
  /** Over the picked rows, at least one; NaN where the result is not defined. */
  compute(table: NumberTable, picks: Uint32Array): number;
  /** The same number from the sums of the columns, where they say it all: resampling is far faster then. */
  readonly ofSums?: (sums: Float64Array, count: number) => number;
  /** What a row adds to those sums; default its own numbers. */
  readonly sumTerms?: (row: Float64Array) => readonly number[];
  /** Standard error by formula, where there is one; else the caller resamples. */
  readonly standardError?: (table: NumberTable) => number;
  /** The column with the score of the document itself, where a row has several. */
  readonly scoreColumn?: number;
  /** At most so many resamples, where computing is dear. */
  readonly maxResamples?: number;
  /** False where resampling says nothing, as for a constant. Default true. */
  readonly canResample?: boolean;
}

/** Numbers, and true and false as 1 and 0. */
export function encodeNumber(value: JsonValue): readonly number[] | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : [number];
}

/** Lists of two numbers. */
export function encodePair(value: JsonValue): readonly number[] | undefined {
  const pair = pairOf(value);
  const left = numberOf(pair?.[0]);
  const right = numberOf(pair?.[1]);
  return left === undefined || right === undefined ? undefined : [left, right];
}

export function pairOf(value: JsonValue): readonly [JsonValue, JsonValue] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [left, right, ...more] = value as readonly JsonValue[];
  return left === undefined || right === undefined || more.length > 0 ? undefined : [left, right];
}

/** A field of a record; undefined where the value is no record or has no such field. */
export function fieldOf(value: JsonValue, field: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as JsonObject)[field];
}

export function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : undefined;
}

/** The picked values of a column, in the order of the picks. */
export function pickColumn(table: NumberTable, picks: Uint32Array, column = 0): Float64Array {
  const values = table.values();
  const picked = new Float64Array(picks.length);
  for (let index = 0; index < picks.length; index += 1) {
    picked[index] = values[picks[index]! * table.width + column]!;
  }
  return picked;
}
