import type { ByteSource } from './byte-source.ts';
import { invalidFile } from './dataset-file.ts';
import type { RecordBlock } from './record-index.ts';

/** Longer than any text a runtime can hold: the file has no line breaks where they belong. */
const MAX_BLOCK_BYTES = 400 * 1024 * 1024;

export async function readBlock(source: ByteSource, block: RecordBlock): Promise<string> {
  if (block.end - block.start > MAX_BLOCK_BYTES) {
    throw invalidFile(
      source,
      `the row at line ${block.firstLine} has ${block.end - block.start} bytes. Check the line breaks and quotes.`,
    );
  }
  const bytes = await source.read(block.start, block.end);
  return decodeUtf8(source, bytes, `near line ${block.firstLine}`);
}

export function decodeUtf8(source: ByteSource, bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw invalidFile(source, `it is not UTF-8 text (${where}). Convert it to UTF-8.`, error);
  }
}
