import type { DocumentValue, EvalDocument } from './document.ts';
import { isMedia } from './media.ts';

export type DocumentRecord = { readonly [key: string]: DocumentValue };

/** A list in a document; an empty one for anything else. */
export function listOf(value: DocumentValue | undefined): readonly DocumentValue[] {
  return Array.isArray(value) ? (value as readonly DocumentValue[]) : [];
}

/** A record in a document; an empty one for anything else, media among it. */
export function recordOf(value: DocumentValue | undefined): DocumentRecord {
  const isRecord =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isMedia(value);
  return isRecord ? (value as DocumentRecord) : {};
}

/** A text or number as text, '' for anything else: for columns that a document may do without. */
export function textOf(value: DocumentValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** The text of a column that a document may do without. */
export function optionalText(document: EvalDocument, column: string): string {
  return textOf(document[column]);
}
