import type { Table } from '@lancedb/lancedb';
import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import type { ByteSource, OpenFile } from '../byte-source.ts';
import type { DatasetFile, RawRow } from '../dataset-file.ts';
import { mediaFromSource } from '../media-from-source.ts';
import { blobSource } from './blob-source.ts';
import { lanceLocation } from './lance-location.ts';
import { readManifest } from './read-manifest.ts';

export interface LanceTable extends DatasetFile {
  /** Digest of the version's manifest, which names every data file. */
  readonly digest: string;
  /** Bytes of one blob of the first row whose column equals the value. */
  findBlob(column: string, value: string, blob: string): Promise<ByteSource | undefined>;
  close(): void;
}

export interface OpenLanceOptions {
  readonly openFile: OpenFile;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Default: the newest. */
  readonly version?: number | undefined;
}

const STEP_ROWS = 256;
const LEGACY_BLOB = 'lance-encoding:blob';

/** A Lance table; cells of its blob columns become media by reference, whichever way they are encoded. */
export async function openLanceTable(
  location: string,
  options: OpenLanceOptions,
): Promise<LanceTable> {
  const place = lanceLocation(location, options.environment);
  const named = async <Result>(read: () => Promise<Result>): Promise<Result> => {
    try {
      return await read();
    } catch (error) {
      if (isEvalError(error)) throw error;
      throw unreadable(location, error);
    }
  };
  const { connect } = await import('@lancedb/lancedb');
  const table = await named(async () => {
    const { folder, storageOptions } = place;
    const opened = await (await connect(folder, { storageOptions })).openTable(place.table);
    if (options.version !== undefined) await opened.checkout(options.version);
    return opened;
  });
  const schema = await named(() => table.schema());
  const columns = schema.fields.map(({ name }) => name);
  const manifest = await named(async () =>
    readManifest((name) => place.file(name), await table.version(), options.openFile),
  );
  const modern = new Set(await table.blobColumns());
  const legacy = new Set(
    schema.fields
      .filter(({ metadata }) => metadata.get(LEGACY_BLOB) === 'true')
      .map(({ name }) => name),
  );
  const openBlob = (column: string, rowId: bigint, cell: unknown) =>
    blobSource({
      table,
      column,
      rowId,
      cell,
      isModern: modern.has(column),
      location: `${location.replace(/\?.*$/, '')}#${rowId}/${column}`,
      async dataFile(fragment) {
        const name = manifest.dataFile(fragment, column);
        if (name === undefined)
          throw new Error(`fragment ${fragment} has no data file of ${column}`);
        return options.openFile(place.file(`data/${name}`));
      },
    });
  const isBlob = (column: string) => modern.has(column) || legacy.has(column);

  const toRow = async (found: LanceRow, wanted: readonly string[]): Promise<RawRow> => {
    const cells: [string, unknown][] = [];
    for (const column of wanted) {
      const cell = plainCell(found[column]);
      if (!isBlob(column)) cells.push([column, cell]);
      else {
        const blob = await named(() => openBlob(column, rowIdOf(found), cell));
        const media = blob && (await mediaFromSource(() => Promise.resolve(blob), 'video'));
        cells.push([column, media ?? null]);
      }
    }
    return Object.fromEntries(cells);
  };
  return {
    count: await named(() => table.countRows()),
    columns,
    digest: manifest.sha256,
    async *rows(start, end, only = columns) {
      const wanted = columns.filter((name) => only.includes(name));
      for (let from = start; from < end; from += STEP_ROWS) {
        const length = Math.min(STEP_ROWS, end - from);
        // Ascending, because the library gives rows back in that order whatever was asked for.
        const offsets = Array.from({ length }, (_, index) => from + index);
        const rows = await named(() => takeRows(table, offsets, wanted));
        for (const row of rows) yield await toRow(row, wanted);
      }
    },
    findBlob: (column, value, blob) =>
      named(async () => {
        if (!columns.includes(column) || !isBlob(blob)) {
          throw new Error(`it has no column ${column} with a blob column ${blob} beside it`);
        }
        const where = `${column} = '${value.replaceAll("'", "''")}'`;
        const query = table.query().where(where).select([column, blob]).withRowId().limit(1);
        const [row] = (await query.toArray()) as LanceRow[];
        return row === undefined ? undefined : openBlob(blob, rowIdOf(row), plainCell(row[blob]));
      }),
    close: () => table.close(),
  };
}

type LanceRow = Readonly<Record<string, unknown>>;

function rowIdOf(row: LanceRow): bigint {
  return row['_rowid'] as bigint;
}

async function takeRows(
  table: Table,
  offsets: readonly number[],
  columns: readonly string[],
): Promise<LanceRow[]> {
  const query = table
    .takeOffsets([...offsets])
    .select([...columns])
    .withRowId();
  const rows = (await query.toArray()) as LanceRow[];
  if (rows.length === offsets.length) return rows;
  throw new Error(`rows ${offsets[0]} to ${offsets.at(-1)} gave ${rows.length} rows`);
}

/** Arrow's lists and records as JavaScript's own. */
function plainCell(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value) || value instanceof Date) return value;
  if (Symbol.iterator in value && 'toArray' in value) {
    return Array.from(value as Iterable<unknown>, plainCell);
  }
  const fields = Object.entries((value as { toJSON?: () => object }).toJSON?.() ?? value);
  return Object.fromEntries(fields.map(([key, item]) => [key, plainCell(item)]));
}

function unreadable(location: string, error: unknown): EvalError {
  return new EvalError(
    'dataset-invalid',
    `Cannot read the Lance table ${location.replace(/\?.*$/, '')}: ${messageOf(error).split('\n')[0] ?? ''}. Check the path and, for s3://, the connection options.`,
    { cause: error },
  );
}
