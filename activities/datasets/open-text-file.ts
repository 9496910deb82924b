import type { ByteSource } from './byte-source.ts';
import type { DatasetFile } from './dataset-file.ts';
import { readBlock } from './read-block.ts';
import { blocksOf, indexRecords } from './record-index.ts';

/** Each line is a row with the one column `text`, empty lines included. */
export async function openTextFile(source: ByteSource): Promise<DatasetFile> {
  const index = await indexRecords(source, { countBlankLines: true });
  return {
    count: index.count,
    columns: ['text'],
    async *rows(start, end) {
      for (const block of blocksOf(index, start, end)) {
        const lines = (await readBlock(source, block)).split('\n').slice(0, block.rows);
        const wanted = lines.slice(Math.max(0, start - block.firstRow), end - block.firstRow);
        for (const line of wanted) yield { text: line.replace(/\r$/, '') };
      }
    },
  };
}
