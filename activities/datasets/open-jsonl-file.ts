import { messageOf } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { invalidFile, type DatasetFile, type RawRow } from './dataset-file.ts';
import { readBlock } from './read-block.ts';
import { blocksOf, indexRecords, type RecordBlock } from './record-index.ts';

/** One JSON object per line; empty lines are skipped. */
export async function openJsonlFile(source: ByteSource): Promise<DatasetFile> {
  const index = await indexRecords(source);
  const first = index.blocks[0];
  const firstRow = first === undefined ? {} : (await readRows(source, first, 1))[0];
  return {
    count: index.count,
    columns: Object.keys(firstRow ?? {}),
    async *rows(start, end) {
      for (const block of blocksOf(index, start, end)) {
        const rows = await readRows(source, block, end - block.firstRow);
        yield* rows.slice(Math.max(0, start - block.firstRow));
      }
    },
  };
}

async function readRows(source: ByteSource, block: RecordBlock, limit: number): Promise<RawRow[]> {
  const text = await readBlock(source, block);
  const rows: RawRow[] = [];
  for (const [offset, line] of text.split('\n').entries()) {
    if (rows.length >= limit) break;
    if (line.trim() !== '') rows.push(parseRow(source, line, block.firstLine + offset));
  }
  return rows;
}

function parseRow(source: ByteSource, line: string, lineNumber: number): RawRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw invalidFile(source, `line ${lineNumber} is not JSON (${messageOf(error)}).`, error);
  }
  return checkRow(source, row, `line ${lineNumber}`);
}

export function checkRow(source: ByteSource, row: unknown, where: string): RawRow {
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as RawRow;
  throw invalidFile(
    source,
    `${where} is ${JSON.stringify(row).slice(0, 60)}, not an object with columns.`,
  );
}
