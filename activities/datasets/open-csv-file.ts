import { CsvError, parse } from 'csv-parse/sync';
import { isEvalError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ByteSource } from './byte-source.ts';
import { invalidFile, type DatasetFile, type RawRow } from './dataset-file.ts';
import { readBlock } from './read-block.ts';
import { blocksOf, indexRecords, type RecordBlock } from './record-index.ts';

/** Rows under a header line. Every value stays text: `007` is not 7, and an empty cell is an empty text. */
export async function openCsvFile(
  source: ByteSource,
  kwargs: JsonObject,
  defaultDelimiter = ',',
): Promise<DatasetFile> {
  const given = kwargs['delimiter'] ?? kwargs['sep'];
  const delimiter = typeof given === 'string' ? given : defaultDelimiter;
  if (delimiter.length !== 1) {
    throw invalidFile(source, `the delimiter ${JSON.stringify(delimiter)} is not one character.`);
  }
  const index = await indexRecords(source, { delimiter });
  const [firstBlock] = index.blocks;
  if (firstBlock === undefined) throw invalidFile(source, 'it is empty: expected a header line.');
  const header = (await readRecords(source, firstBlock, { delimiter, limit: 1 }))[0] ?? [];
  checkHeader(source, header);
  return {
    count: index.count - 1,
    columns: header,
    async *rows(start, end) {
      // The header is the first record of the file.
      const [from, until] = [start + 1, end + 1];
      for (const block of blocksOf(index, from, until)) {
        const limit = until - block.firstRow;
        const records = await readRecords(source, block, { delimiter, limit, header });
        for (const record of records.slice(Math.max(0, from - block.firstRow))) {
          yield toRow(header, record);
        }
      }
    },
  };
}

function toRow(header: readonly string[], record: readonly string[]): RawRow {
  return Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
}

async function readRecords(
  source: ByteSource,
  block: RecordBlock,
  options: { delimiter: string; limit: number; header?: readonly string[] },
): Promise<string[][]> {
  const text = await readBlock(source, block);
  let records: string[][];
  try {
    records = parse(text, {
      delimiter: options.delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      to: options.limit,
    });
  } catch (error) {
    if (isEvalError(error) || !(error instanceof CsvError)) throw error;
    const line =
      typeof error['lines'] === 'number' ? block.firstLine + error['lines'] - 1 : block.firstLine;
    throw invalidFile(source, `line ${line} is not a row (${error.message}).`, error);
  }
  const columns = options.header?.length;
  const wrong = records.findIndex((record) => columns !== undefined && record.length !== columns);
  if (wrong >= 0) {
    throw invalidFile(
      source,
      `row ${block.firstRow + wrong} has ${records[wrong]?.length ?? 0} cells and the header ${columns ?? 0}. Quote cells that hold the delimiter or a line break.`,
    );
  }
  return records;
}

function checkHeader(source: ByteSource, header: readonly string[]): void {
  const duplicate = header.find((name, index) => header.indexOf(name) !== index);
  if (duplicate !== undefined) {
    throw invalidFile(source, `the header names the column "${duplicate}" twice.`);
  }
}
