import {
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { isEvalError, messageOf } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { invalidFile, type DatasetFile, type RawRow } from './dataset-file.ts';

/** Rows read at once where the file's page index makes small reads cheap: bounds memory. */
const INDEXED_STEP_ROWS = 256;
/** `PAR1` twice and the length of an empty footer. */
const MIN_BYTES = 12;

/** Reads only the footer and the column chunks (or pages) of the row groups a range touches. */
export async function openParquetFile(source: ByteSource): Promise<DatasetFile> {
  const file = asyncBuffer(source);
  const metadata = await readMetadata(source, file);
  const columns = parquetSchema(metadata).children.map((child) => child.element.name);
  return {
    count: Number(metadata.num_rows),
    columns,
    async *rows(start, end, only) {
      const wanted = only?.filter((name) => columns.includes(name));
      let groupStart = 0;
      for (const group of metadata.row_groups) {
        const groupEnd = groupStart + Number(group.num_rows);
        const step = hasPageIndex(group) ? INDEXED_STEP_ROWS : Number.MAX_SAFE_INTEGER;
        const last = Math.min(end, groupEnd);
        for (let from = Math.max(start, groupStart); from < last;) {
          const until = Math.min(last, from + step);
          yield* await readRows(source, { file, metadata, from, until, wanted });
          from = until;
        }
        groupStart = groupEnd;
      }
    },
  };
}

async function readMetadata(source: ByteSource, file: AsyncBuffer): Promise<FileMetaData> {
  if (source.size < MIN_BYTES) throw damaged(source, `it has only ${source.size} bytes`);
  try {
    return await parquetMetadataAsync(file, { geoparquet: false });
  } catch (error) {
    if (isEvalError(error)) throw error;
    throw damaged(source, messageOf(error), error);
  }
}

async function readRows(
  source: ByteSource,
  range: {
    file: AsyncBuffer;
    metadata: FileMetaData;
    from: number;
    until: number;
    wanted: string[] | undefined;
  },
): Promise<RawRow[]> {
  const { file, metadata, from, until, wanted } = range;
  try {
    const rows = await parquetReadObjects({
      file,
      metadata,
      rowStart: from,
      rowEnd: until,
      ...(wanted === undefined ? {} : { columns: wanted }),
      compressors,
      // Otherwise the bytes of images are decoded to text and lost; annotated texts decode anyway.
      utf8: false,
      geoparquet: false,
      useOffsetIndex: true,
    });
    if (rows.length === until - from) return rows;
    throw new Error(`rows ${from} to ${until - 1} gave ${rows.length} rows`);
  } catch (error) {
    if (isEvalError(error)) throw error;
    throw damaged(source, `rows ${from} to ${until - 1}: ${messageOf(error)}`, error);
  }
}

function damaged(source: ByteSource, what: string, cause?: unknown) {
  return invalidFile(
    source,
    `it is not a whole parquet file (${what}). Download or write it again.`,
    cause,
  );
}

function hasPageIndex(group: RowGroup): boolean {
  return group.columns.every((column) => column.offset_index_offset !== undefined);
}

function asyncBuffer(source: ByteSource): AsyncBuffer {
  return {
    byteLength: source.size,
    async slice(start, end = source.size) {
      const bytes = await source.read(start, Math.min(end, source.size));
      const { buffer, byteLength } = bytes;
      const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
      return isWhole ? buffer : new Uint8Array(bytes).buffer;
    },
  };
}
