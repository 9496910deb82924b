import type { JsonObject } from '../../core/json.ts';
import { EvalError } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';

/** A row as its format gives it, before media are resolved. */
export type RawRow = Readonly<Record<string, unknown>>;

/** One opened file of a split. */
export interface DatasetFile {
  readonly count: number;
  readonly columns: readonly string[];
  /** Rows [start, end); other columns than the given ones may be left out where that saves reading. */
  rows(start: number, end: number, columns?: readonly string[]): AsyncIterable<RawRow>;
}

/** Reads one format; the source stays the caller's to close. */
export type OpenDatasetFile = (source: ByteSource, kwargs: JsonObject) => Promise<DatasetFile>;

export function invalidFile(source: ByteSource, what: string, cause?: unknown): EvalError {
  return new EvalError('dataset-invalid', `Cannot read the data file ${source.location}: ${what}`, {
    cause,
  });
}
