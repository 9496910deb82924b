import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { fileWriter } from 'hyparquet-writer/src/node.js';
import { openDataset } from '../../activities/datasets/open-dataset.ts';
import { createRandom } from '../../core/statistics/random.ts';
import { atMost, noted, type Bench } from './bench.ts';

const ROWS = 2_000;
const IMAGE_BYTES = 500_000;
const GROUP_ROWS = 50;
const SHARD_ROWS = 32;
const MOST_SHARE = 5;

/** Pictures of a gigabyte in one file; a worker is handed 32 rows of it. */
export const datasetBench: Bench = {
  name: 'dataset',
  summary: 'bytes read for one shard of a 1 GB parquet file',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'assay-bench-dataset-'));
    try {
      say('writing 1 GB of parquet');
      const file = join(folder, 'images.parquet');
      await writeImages(file);
      say('reading one shard');
      const before = bytesRead();
      const startedAt = performance.now();
      const rows = await readShard(folder, file);
      const milliseconds = performance.now() - startedAt;
      const share = (100 * (bytesRead() - before)) / statSync(file).size;
      return [
        atMost(`read for ${rows} of ${ROWS} rows, of the file`, share, MOST_SHARE, {
          unit: '%',
          digits: 2,
          beside: `the rows themselves are ${((100 * rows) / ROWS).toFixed(2)} %`,
        }),
        noted('opening and reading them', `${milliseconds.toFixed(0)} ms`),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function readShard(folder: string, file: string): Promise<number> {
  const dataset = await openDataset({
    config: {
      task: 'images',
      dataset_path: 'parquet',
      dataset_kwargs: { data_files: file },
      test_split: 'test',
      output_type: 'generate_until',
      description: '',
      target_delimiter: ' ',
      fewshot_delimiter: '\n\n',
      num_fewshot: 0,
      metric_list: [],
      filter_list: [],
      generation_kwargs: {},
      repeats: 1,
      score_key: 'score',
      $directory: folder,
    },
    split: 'test',
  });
  let rows = 0;
  for await (const row of dataset.rows(ROWS / 2, ROWS / 2 + SHARD_ROWS)) {
    if (row['image'] !== undefined) rows += 1;
  }
  await dataset.close();
  return rows;
}

async function writeImages(file: string): Promise<void> {
  const random = createRandom(7);
  const image = (): Uint8Array => {
    const bytes = Buffer.alloc(IMAGE_BYTES);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    // Nothing that compresses, as in real pictures.
    for (let at = 8; at + 4 < IMAGE_BYTES; at += 4) bytes.writeUInt32LE(random.nextUint32(), at);
    return bytes;
  };
  const group = (start: number) => [
    {
      name: 'id',
      data: Array.from({ length: GROUP_ROWS }, (_, row) => `row ${start + row}`),
      type: 'STRING' as const,
    },
    {
      name: 'image',
      data: Array.from({ length: GROUP_ROWS }, image),
      type: 'BYTE_ARRAY' as const,
    },
  ];
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: schemaFromColumnData({ columnData: group(0) }),
  });
  for (let start = 0; start < ROWS; start += GROUP_ROWS) {
    await writer.write({ columnData: group(start), rowGroupSize: GROUP_ROWS });
  }
  await writer.finish();
}

/** What this process has read by system calls so far, cached or not. */
function bytesRead(): number {
  const line = /^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'));
  return Number(line?.[1] ?? Number.NaN);
}
