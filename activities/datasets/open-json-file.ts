import { messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ByteSource } from './byte-source.ts';
import { invalidFile, type DatasetFile, type RawRow } from './dataset-file.ts';
import { checkRow, openJsonlFile } from './open-jsonl-file.ts';
import { decodeUtf8 } from './read-block.ts';

/** A list has to be parsed whole: larger files belong in lines. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;
const SNIFF_BYTES = 4096;

/** A list of objects, an object with such a list under `field`, one object per line, or one object in all. */
export async function openJsonFile(source: ByteSource, kwargs: JsonObject): Promise<DatasetFile> {
  const field = kwargs['field'];
  const head = await source.read(0, Math.min(source.size, SNIFF_BYTES));
  const start = new TextDecoder().decode(head).trimStart();
  if (typeof field !== 'string' && !start.startsWith('[')) {
    return openJsonlFile(source).catch(async (error: unknown) => {
      const row = start.startsWith('{') ? await readOne(source) : undefined;
      if (row === undefined) throw error;
      return fileOf([row]);
    });
  }
  return fileOf(await readList(source, typeof field === 'string' ? field : undefined));
}

function fileOf(rows: readonly RawRow[]): DatasetFile {
  return {
    count: rows.length,
    columns: Object.keys(rows[0] ?? {}),
    async *rows(from, until) {
      yield* await Promise.resolve(rows.slice(from, until));
    },
  };
}

/** One object over several lines, as records of a single thing are written; undefined for anything else. */
async function readOne(source: ByteSource): Promise<RawRow | undefined> {
  if (source.size > MAX_LIST_BYTES) return undefined;
  const text = decodeUtf8(source, await source.read(0, source.size), 'somewhere');
  try {
    return checkRow(source, JSON.parse(text), 'the file');
  } catch {
    return undefined;
  }
}

async function readList(source: ByteSource, field: string | undefined): Promise<readonly RawRow[]> {
  if (source.size > MAX_LIST_BYTES) {
    throw invalidFile(
      source,
      `a JSON list of ${source.size} bytes would have to be read whole. Write one object per line (.jsonl) or parquet.`,
    );
  }
  const text = decodeUtf8(source, await source.read(0, source.size), 'somewhere');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidFile(source, `it is not JSON (${messageOf(error)}).`, error);
  }
  const holder = typeof value === 'object' && value !== null ? value : {};
  const list: unknown =
    field === undefined ? value : Object.entries(holder).find(([key]) => key === field)?.[1];
  if (!Array.isArray(list)) {
    throw invalidFile(
      source,
      field === undefined
        ? 'it is not a list of objects.'
        : `it has no list under the field "${field}". Check dataset_kwargs.field.`,
    );
  }
  return list.map((row, index) => checkRow(source, row, `entry ${index}`));
}
