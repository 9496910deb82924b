import { decodeLedgerLine, encodeLedgerLine } from '../../core/ledger-line.ts';
import type { InferenceRow, RowStatus } from '../../core/rows.ts';

/** One (document, repeat). */
export interface DocumentRepeat {
  readonly doc: number;
  readonly repeat: number;
}

export type LedgerRecord =
  | { readonly kind: 'row'; readonly row: InferenceRow }
  | { readonly kind: 'started'; readonly keys: readonly string[] }
  /** The attempt ended in an orderly way, so what it left unfinished did not kill it. */
  | { readonly kind: 'closed' };

const ROW_STATUSES: readonly RowStatus[] = ['ok', 'refused', 'failed', 'skipped'];

export function rowKey(doc: number, repeat: number): string {
  return `${doc}/${repeat}`;
}

export function encodeStarted(documents: readonly DocumentRepeat[]): string {
  return encodeLedgerLine({ started: documents.map(({ doc, repeat }) => [doc, repeat]) });
}

export function encodeClosed(): string {
  return encodeLedgerLine({ closed: true });
}

/** undefined when the line is torn, damaged or not one of ours. */
export function decodeLedgerRecord(line: string): LedgerRecord | undefined {
  const record = decodeLedgerLine(line);
  if (typeof record !== 'object' || record === null) return undefined;
  if (isRow(record)) return { kind: 'row', row: record };
  if ('closed' in record) return { kind: 'closed' };
  if ('started' in record && Array.isArray(record.started)) {
    const pairs = record.started as readonly (readonly [number, number])[];
    return { kind: 'started', keys: pairs.map(([doc, repeat]) => rowKey(doc, repeat)) };
  }
  return undefined;
}

/** The checksum proves that we wrote it; this tells a row from the other records. */
function isRow(record: object): record is InferenceRow {
  const { doc, repeat, status } = record as Partial<InferenceRow>;
  return (
    Number.isSafeInteger(doc) &&
    Number.isSafeInteger(repeat) &&
    ROW_STATUSES.includes(status as RowStatus)
  );
}
