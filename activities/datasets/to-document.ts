import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { isMedia, type Media } from '../../core/media.ts';
import { kindByName } from '../../core/named-media.ts';
import type { RawRow } from './dataset-file.ts';
import { mediaFromBytes, sniffMediaType } from './media-from-bytes.ts';

export interface ToDocumentOptions {
  /** Columns the task hands to the model as media: a path in them is opened, unknown bytes are kept. */
  readonly mediaColumns: ReadonlySet<string>;
  readonly openMedia: (path: string) => Promise<Media>;
}

/** A row of any format as a document: plain JSON, and media by reference. */
export async function toDocument(row: RawRow, options: ToDocumentOptions): Promise<EvalDocument> {
  const document: Record<string, DocumentValue> = {};
  for (const [column, value] of Object.entries(row)) {
    const isMediaColumn = options.mediaColumns.has(column);
    const plain = toValue(value, isMediaColumn);
    const converted = isMediaColumn ? await withOpenedPaths(plain, options.openMedia) : plain;
    // A column may be called __proto__: it must become a value, not a prototype.
    Object.defineProperty(document, column, { value: converted, enumerable: true });
  }
  return document;
}

function toValue(value: unknown, isMediaColumn: boolean): DocumentValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Uint8Array) return bytesValue(value, isMediaColumn);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => toValue(item, isMediaColumn));
  if (ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as ArrayLike<unknown>, (item) => toValue(item, false));
  }
  if (typeof value !== 'object') return null;
  if (isMedia(value)) return value;
  const { bytes, path } = value as { bytes?: unknown; path?: unknown };
  if (bytes instanceof Uint8Array) {
    return mediaFromBytes(bytes, typeof path === 'string' ? kindByName(path) : 'image');
  }
  // An image stored beside the table has its path only.
  if (isMediaColumn && bytes === null && typeof path === 'string') return path;
  const entries = Object.entries(value).map(([key, item]) => [key, toValue(item, isMediaColumn)]);
  return Object.fromEntries(entries) as { readonly [key: string]: DocumentValue };
}

/** A binary column without a type: media by signature, text where it is text, else base64. */
function bytesValue(bytes: Uint8Array, isMediaColumn: boolean): DocumentValue {
  if (isMediaColumn || sniffMediaType(bytes) !== undefined) return mediaFromBytes(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}

async function withOpenedPaths(
  value: DocumentValue,
  openMedia: ToDocumentOptions['openMedia'],
): Promise<DocumentValue> {
  if (typeof value === 'string') return value === '' ? null : openMedia(value);
  if (isMedia(value) || !Array.isArray(value)) return value;
  return Promise.all(value.map((item: DocumentValue) => withOpenedPaths(item, openMedia)));
}
