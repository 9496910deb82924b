import { chunksOf, type ByteSource } from './byte-source.ts';

/** A stretch of whole records: what one read brings in. */
export interface RecordBlock {
  readonly start: number;
  readonly end: number;
  readonly firstRow: number;
  readonly rows: number;
  /** Line of the file the block begins at, counted from 1. */
  readonly firstLine: number;
}

export interface RecordIndex {
  readonly count: number;
  readonly blocks: readonly RecordBlock[];
}

export interface RecordIndexOptions {
  /** A line break between quotes belongs to the record. */
  readonly delimiter?: string;
  /** Otherwise lines without content are no records. */
  readonly countBlankLines?: boolean;
}

/** Blocks end at the first record boundary after this many bytes. */
const BLOCK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Finds record boundaries in one pass without parsing, so that a range reads and parses its own blocks only. */
export async function indexRecords(
  source: ByteSource,
  options: RecordIndexOptions = {},
): Promise<RecordIndex> {
  const blocks: RecordBlock[] = [];
  const delimiter = options.delimiter?.charCodeAt(0);
  let position = 0;
  let line = 1;
  let count = 0;
  let block = { start: 0, firstRow: 0, firstLine: 1 };
  let hasContent = options.countBlankLines === true;
  let isQuoted = false;
  let isFieldStart = true;

  const endRecord = (end: number): void => {
    if (hasContent) count += 1;
    hasContent = options.countBlankLines === true;
    if (end - block.start >= BLOCK_BYTES || end === source.size) {
      const rows = count - block.firstRow;
      if (rows > 0) blocks.push({ ...block, end, rows });
      block = { start: end, firstRow: count, firstLine: line };
    }
  };
  for await (const chunk of chunksOf(source)) {
    for (let index = 0; index < chunk.length; index += 1) {
      if (delimiter === undefined && hasContent) {
        // Nothing inside a line matters once it has content: go to its end at native speed.
        const next = chunk.indexOf(LINE_FEED, index);
        if (next < 0) break;
        index = next;
      }
      const byte = chunk[index] ?? 0;
      if (position + index < 3 && BYTE_ORDER_MARK[position + index] === byte) continue;
      if (byte === LINE_FEED) {
        line += 1;
        if (!isQuoted) {
          endRecord(position + index + 1);
          isFieldStart = true;
        }
      } else if (delimiter === undefined) {
        hasContent ||= byte > 0x20;
      } else {
        hasContent ||= byte !== CARRIAGE_RETURN;
        if (byte === QUOTE && (isQuoted || isFieldStart)) isQuoted = !isQuoted;
        // An escaped quote closes and opens again: the field has not begun anew but counts as quoted.
        isFieldStart = byte === delimiter || (byte === QUOTE && !isQuoted);
      }
    }
    position += chunk.length;
  }
  if (block.start < source.size) endRecord(source.size);
  return { count, blocks };
}

/** The blocks that hold any of the rows [start, end). */
export function blocksOf(index: RecordIndex, start: number, end: number): readonly RecordBlock[] {
  return index.blocks.filter(
    (block) => block.firstRow < end && block.firstRow + block.rows > start,
  );
}
