import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { blob, connect, type Table } from '@lancedb/lancedb';
import { Field, Int64, Schema, Utf8 } from 'apache-arrow';
import { messageOf } from '../../core/errors.ts';

const USAGE =
  'Usage: npx tsx deploy/scripts/build-lance-media.ts MEDIA_FOLDER ROWS.jsonl OUT.lance [--id video_id] [--url youtube_url]';
/** Held in memory at once; a larger film is written alone. */
const BATCH_BYTES = 256 * 1024 * 1024;

export interface BuildLanceOptions {
  readonly mediaFolder: string;
  readonly rows: string;
  readonly table: string;
  /** Column of the rows that names the film: `ID.mp4` or any other extension. */
  readonly idColumn: string;
  readonly urlColumn: string;
}

interface MediaRow extends Record<string, unknown> {
  readonly video_id: string;
  readonly youtube_url: string;
  readonly video_ext: string;
  readonly video_size_bytes: bigint;
  readonly video_blob: Uint8Array;
}

/** One row per film that the rows name, in their order; gives what was written and what was not found. */
export async function buildLanceMedia(
  options: BuildLanceOptions,
): Promise<{ readonly written: number; readonly missing: readonly string[] }> {
  const files = await filesById(options.mediaFolder);
  const schema = new Schema([
    new Field('video_id', new Utf8()),
    new Field('youtube_url', new Utf8()),
    new Field('video_ext', new Utf8()),
    new Field('video_size_bytes', new Int64()),
    blob('video_blob'),
  ]);
  const name = /^(.+)\.lance$/.exec(basename(options.table))?.[1];
  if (name === undefined) throw new Error(`${options.table} does not end in .lance`);
  const database = await connect(dirname(resolve(options.table)));
  const table = await database.createEmptyTable(name, schema);
  const missing: string[] = [];
  let written = 0;
  let batch: MediaRow[] = [];
  let batchBytes = 0;
  for await (const { id, url } of mediaIds(options)) {
    const file = files.get(id);
    if (file === undefined) {
      missing.push(id);
      continue;
    }
    const { size } = await stat(file);
    if (batchBytes + size > BATCH_BYTES) {
      await append(table, batch);
      batch = [];
      batchBytes = 0;
    }
    batch.push({
      video_id: id,
      youtube_url: url,
      video_ext: extname(file).slice(1),
      video_size_bytes: BigInt(size),
      video_blob: await readFile(file),
    });
    batchBytes += size;
    written += 1;
  }
  await append(table, batch);
  table.close();
  return { written, missing };
}

async function append(table: Table, rows: MediaRow[]): Promise<void> {
  if (rows.length > 0) await table.add(rows);
}

async function filesById(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry): [string, string] => [
      basename(entry.name, extname(entry.name)),
      join(entry.parentPath, entry.name),
    ]);
  return new Map(files.sort(([, left], [, right]) => (left < right ? 1 : -1)));
}

/** Each film once, however many questions are asked about it. */
async function* mediaIds({
  rows,
  idColumn,
  urlColumn,
}: BuildLanceOptions): AsyncIterable<{ readonly id: string; readonly url: string }> {
  const seen = new Set<string>();
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(rows, 'utf8') })) {
    line += 1;
    if (text.trim() === '') continue;
    const row = parseRow(text, `${rows}, line ${line}`);
    const id = row[idColumn];
    if (typeof id !== 'string' && typeof id !== 'number') {
      throw new Error(`${rows}, line ${line}: no text in the column "${idColumn}" (see --id)`);
    }
    const url = row[urlColumn];
    if (seen.has(String(id))) continue;
    seen.add(String(id));
    yield { id: String(id), url: typeof url === 'string' ? url : '' };
  }
}

function parseRow(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${where} is not JSON (${messageOf(error)})`, { cause: error });
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      id: { type: 'string', default: 'video_id' },
      url: { type: 'string', default: 'youtube_url' },
    },
  });
  const [mediaFolder, rows, table, ...others] = positionals;
  if (!mediaFolder || !rows || !table || others.length > 0) throw new Error(USAGE);
  const { written, missing } = await buildLanceMedia({
    mediaFolder,
    rows,
    table,
    idColumn: values.id,
    urlColumn: values.url,
  });
  process.stdout.write(`${written} films written to ${table}.\n`);
  if (missing.length === 0) return;
  const shown = missing.slice(0, 10).join(', ');
  process.stderr.write(`${missing.length} films are not in ${mediaFolder}: ${shown}\n`);
  process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    process.stderr.write(`Cannot build the Lance table: ${messageOf(error)}\n`);
    process.exitCode = 1;
  });
}
