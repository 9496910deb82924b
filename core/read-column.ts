import type { EvalDocument } from './document.ts';
import { EvalError } from './errors.ts';

/** The text of a column a scorer needs; a whole number as its digits. */
export function readText(document: EvalDocument, column: string): string {
  const value = document[column];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw unreadable(document, column, 'a text');
}

/** The texts of a column; a single text is a list of one. */
export function readTexts(document: EvalDocument, column: string): readonly string[] {
  const value = document[column];
  const list = typeof value === 'string' ? [value] : value;
  if (Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string')) {
    return list;
  }
  throw unreadable(document, column, 'a list of texts');
}

function unreadable(document: EvalDocument, column: string, wanted: string): EvalError {
  const received = Object.hasOwn(document, column)
    ? (JSON.stringify(document[column]) ?? 'nothing').slice(0, 80)
    : `a document with the columns ${Object.keys(document).join(', ') || '(none)'}`;
  return new EvalError(
    'dataset-invalid',
    `Cannot read the column "${column}": expected ${wanted}, received ${received}. Check the dataset's revision.`,
  );
}
