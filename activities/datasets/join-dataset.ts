import { createHash } from 'node:crypto';
import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { canonicalJson } from '../../core/json.ts';
import { isMedia, type Media } from '../../core/media.ts';
import type { Dataset } from './dataset.ts';
import type { JoinSettings } from './join-settings.ts';
import { createLru } from './lru.ts';
import { mediaColumnsOf } from './media-columns.ts';
import { missingMedia } from './missing-media.ts';

/** Rows looked up together, so that neighbours in the other table are read together. */
const WINDOW_ROWS = 32;
/** Reading a few rows that nobody asked for is cheaper than one more request. */
const MAX_GAP_ROWS = 64;
const KEPT_BYTES = 64 * 1024 * 1024;

/**
 * Adds columns of another table to each row. The other table's key column is read once; its other cells
 * when a range refers to them, and the bytes of their media again when they are asked for late.
 */
export async function joinDataset(
  dataset: Dataset,
  other: Dataset,
  settings: JoinSettings,
): Promise<Dataset> {
  const { on, columns } = settings;
  requireColumns(dataset, [on], 'on');
  requireColumns(other, [settings.key], 'key');
  requireColumns(other, columns, 'columns');
  const positions = await keyPositions(other, settings);
  const kept = createLru<EvalDocument>(KEPT_BYTES);
  /** What is known of a row without its bytes. */
  const references = new Map<number, EvalDocument>();

  const readRows = async (wanted: readonly number[]): Promise<void> => {
    for (const { start, end } of spansOf(wanted)) {
      let row = start;
      for await (const cells of other.rows(start, end, columns)) {
        if (wanted.includes(row)) {
          kept.set(String(row), cells, bytesOf(cells));
          if (!references.has(row)) references.set(row, byReference(cells, row));
        }
        row += 1;
      }
    }
  };
  const cellAgain = async (row: number, column: string): Promise<DocumentValue | undefined> => {
    const cells = kept.get(String(row));
    if (cells !== undefined) return cells[column];
    for await (const read of other.rows(row, row + 1, columns)) {
      kept.set(String(row), read, bytesOf(read));
      return read[column];
    }
    return undefined;
  };
  const byReference = (cells: EvalDocument, row: number): EvalDocument => {
    const entries = columns.map((column): [string, DocumentValue] => {
      const value = cells[column] ?? null;
      if (!isMedia(value) || value.sizeBytes === 0) return [column, value];
      const { kind, sha256, mediaType, sizeBytes } = value;
      const read = async (): Promise<Uint8Array> =>
        ((await cellAgain(row, column)) as Media).read();
      return [column, { kind, sha256, mediaType, sizeBytes, read }];
    });
    return Object.fromEntries(entries);
  };

  return {
    ...dataset,
    columns: [...new Set([...dataset.columns, ...columns])],
    count: dataset.count,
    fingerprint: fingerprintOf(dataset, other, settings),
    async *rows(start, end) {
      for (let from = start; from < end; from += WINDOW_ROWS) {
        const window: EvalDocument[] = [];
        for await (const row of dataset.rows(from, Math.min(end, from + WINDOW_ROWS)))
          window.push(row);
        const rows = window.map((row) => positions.get(keyOf(row[on])));
        await readRows(inOrder(rows.filter((row) => row !== undefined && !references.has(row))));
        for (const [index, row] of window.entries()) {
          const found = rows[index];
          const cells = found === undefined ? undefined : references.get(found);
          yield { ...row, ...(cells ?? unmatched(settings, row[on])) };
        }
      }
    },
    async close() {
      await dataset.close();
      await other.close();
    },
  };
}

function inOrder(rows: readonly (number | undefined)[]): number[] {
  return [...new Set(rows as readonly number[])].sort((left, right) => left - right);
}

async function keyPositions(
  other: Dataset,
  { key, config }: JoinSettings,
): Promise<ReadonlyMap<string, number>> {
  const positions = new Map<string, number>();
  let row = 0;
  for await (const document of other.rows(0, other.count, [key])) {
    const value = keyOf(document[key]);
    const before = positions.get(value);
    if (before !== undefined) {
      throw new EvalError(
        'dataset-invalid',
        `Cannot join the dataset of the task ${config.task}: rows ${before} and ${row} of the other table both have ${value} in the column "${key}". Name a column that holds each value once in dataset_kwargs.join.key.`,
      );
    }
    positions.set(value, row);
    row += 1;
  }
  return positions;
}

/** `7` and `"7"` name the same row: one of two tables is often written as text. */
function keyOf(value: DocumentValue | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value ?? null) ?? 'null');
}

/** A row without a partner is the failure of its document, not of the run. */
function unmatched(settings: JoinSettings, value: DocumentValue | undefined): EvalDocument {
  const { key, columns, config } = settings;
  const name = keyOf(value).slice(0, 120);
  const error = new EvalError(
    'media-unreadable',
    `Cannot find ${name} in the column "${key}" of the joined table: no row there has it. Check dataset_kwargs.join.`,
  );
  const media = mediaColumnsOf(config);
  return Object.fromEntries(
    columns.map((column) => {
      const isMediaColumn = media.has(column) || typeof config.doc_to_visual === 'object';
      return [column, isMediaColumn ? missingMedia('image', name, error) : null];
    }),
  );
}

function spansOf(rows: readonly number[]): { readonly start: number; readonly end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last !== undefined && row - last.end <= MAX_GAP_ROWS) last.end = row + 1;
    else spans.push({ start: row, end: row + 1 });
  }
  return spans;
}

function bytesOf(cells: EvalDocument): number {
  const sizes = Object.values(cells).map((value) => (isMedia(value) ? value.sizeBytes : 0));
  return sizes.reduce((sum, size) => sum + size, 1024);
}

function fingerprintOf(dataset: Dataset, other: Dataset, settings: JoinSettings): string {
  const { on, key, columns } = settings;
  const identity = canonicalJson({
    own: dataset.fingerprint,
    other: other.fingerprint,
    join: { on, key, columns },
  });
  return createHash('sha256').update(identity).digest('hex');
}

function requireColumns(dataset: Dataset, wanted: readonly string[], key: string): void {
  const missing = wanted.find((column) => !dataset.columns.includes(column));
  if (missing === undefined || dataset.count === 0) return;
  throw new EvalError(
    'dataset-invalid',
    `Cannot join tables: dataset_kwargs.join.${key} names the column "${missing}"; there are ${dataset.columns.join(', ') || 'none'}.`,
  );
}
