import { tableFromIPC, Vector, type Table } from 'apache-arrow';
import { isEvalError, messageOf } from '../../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { invalidFile, type DatasetFile, type RawRow } from '../dataset-file.ts';
import { plainMessage, readMessages, type ArrowMessage } from './arrow-messages.ts';

/** An Arrow IPC file or stream; a range reads the batches that hold its rows. */
export async function openArrowFile(source: ByteSource): Promise<DatasetFile> {
  const messages = await named(source, () => readMessages(source));
  const schema = messages.find(({ kind }) => kind === 'schema');
  if (schema === undefined) throw damaged(source, 'it has no schema');
  const columns = await named(source, async () => {
    const table = tableFromIPC(await plainMessage(source, schema));
    return table.schema.fields.map(({ name }) => name);
  });
  const batches = messages.filter(({ kind }) => kind === 'rows');
  const readBatch = (batch: ArrowMessage): Promise<Table> =>
    named(source, async () => {
      const before = messages.slice(0, messages.indexOf(batch));
      const dictionaries = before.filter(({ kind }) => kind === 'dictionary');
      const parts: Uint8Array[] = [];
      for (const message of [schema, ...dictionaries, batch]) {
        parts.push(await plainMessage(source, message));
      }
      return tableFromIPC(Buffer.concat(parts));
    });
  return {
    count: batches.reduce((sum, { rows }) => sum + rows, 0),
    columns,
    async *rows(start, end, only = columns) {
      const wanted = columns.filter((name) => only.includes(name));
      let batchStart = 0;
      for (const batch of batches) {
        const from = Math.max(0, start - batchStart);
        const until = Math.min(batch.rows, end - batchStart);
        batchStart += batch.rows;
        if (from >= until) continue;
        const table = await readBatch(batch);
        for (let row = from; row < until; row += 1) yield rowOf(table, wanted, row);
      }
    },
  };
}

function rowOf(table: Table, columns: readonly string[], row: number): RawRow {
  return Object.fromEntries(
    columns.map((name) => [name, plainValue(table.getChild(name)?.get(row))]),
  );
}

/** Arrow's lists and records as JavaScript's own. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (value instanceof Vector) return Array.from(value as Iterable<unknown>, plainValue);
  if (ArrayBuffer.isView(value)) return value;
  const fields = Object.entries((value as { toJSON?: () => object }).toJSON?.() ?? value);
  return Object.fromEntries(fields.map(([key, item]) => [key, plainValue(item)]));
}

async function named<Result>(source: ByteSource, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (isEvalError(error)) throw error;
    throw damaged(source, messageOf(error), error);
  }
}

function damaged(source: ByteSource, what: string, cause?: unknown) {
  return invalidFile(
    source,
    `it is not a whole Arrow file or stream, or has columns that cannot be read (${what}). Write it again, or as parquet.`,
    cause,
  );
}
