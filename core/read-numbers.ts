import type { EvalDocument } from './document.ts';
import { EvalError } from './errors.ts';

/** The numbers of a column that holds a list of them; `count` where a scorer needs just so many. */
export function readNumbers(
  document: EvalDocument,
  column: string,
  count?: number,
): readonly number[] {
  const value = document[column];
  const isList =
    Array.isArray(value) &&
    (count === undefined || value.length === count) &&
    value.every((item) => typeof item === 'number' && Number.isFinite(item));
  if (isList) return value as readonly number[];
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "${column}": expected a list of ${count ?? 'some'} numbers, received ${(JSON.stringify(value) ?? 'nothing').slice(0, 80)}. Check the dataset's revision.`,
  );
}
