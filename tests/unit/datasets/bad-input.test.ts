import { createCipheriv } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { renderDocument } from '../../../activities/runs/render-document.ts';
import type { OpenTask } from '../../../activities/runs/open-task.ts';
import type { TaskConfig } from '../../../core/task.ts';
import { createTask } from '../../../tasks/create-task.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf, countingOpener } from './dataset-fixture.ts';
import { jsonLines } from './hub-fixture.ts';

const files = (folder: string, file: string, more: Partial<TaskConfig> = {}) =>
  configOf(folder, { dataset_path: join(folder, file), ...more });

/** How each document of a task ends: its prompt, or the code and sentence of its failure. */
async function prompts(config: TaskConfig) {
  const dataset = await openDataset({ config, split: 'test' });
  const open = {
    task: createTask(config, { functions: await loadFunctions(config) }),
    record: { task: 't', offset: 0 },
    fewshot: () => Promise.resolve([]),
    openMedia: (path: string) => dataset.openMedia(path),
  } as unknown as OpenTask;
  const documents = await collect(dataset);
  return Promise.all(documents.map((document, index) => renderDocument(open, document, index)));
}

describe('bad input', () => {
  it('fails the one document with a value of another type, by name', async () => {
    const rows = Array.from({ length: 20 }, (_, id) => ({
      question: `q${id}`,
      choices: ['a', 'b'],
    }));
    const broken = rows.map((row, id) => (id === 17 ? { ...row, choices: 3 } : row));
    const folder = temporaryFolder({ 'a.jsonl': jsonLines(broken) });
    const made = await prompts(
      files(folder, 'a.jsonl', { doc_to_choice: 'choices', doc_to_target: 0 }),
    );
    const failed = made.flatMap(({ failure }, id) => (failure === undefined ? [] : [id]));
    expect(failed).toEqual([17]);
    expect(made[17]?.failure).toMatchObject({ code: 'dataset-invalid' });
    expect(made[17]?.failure?.message).toMatch(/doc_to_choice .*expected a list of choices/);
  });

  it('fails documents without the column, naming those there are', async () => {
    const folder = temporaryFolder({ 'a.jsonl': '{"question": "q"}\n{"query": "q"}\n' });
    const [good, bad] = await prompts(files(folder, 'a.jsonl'));
    expect(good?.failure).toBeUndefined();
    expect(bad?.failure?.message).toMatch(/question.*query/s);
  });

  it('refuses an empty split, and one of which process_docs keeps nothing', async () => {
    const folder = temporaryFolder({
      'empty.jsonl': '\n \n',
      'head.csv': 'a,b\n',
      'list.json': '[]',
      'a.jsonl': '{"a": 1}\n{"a": 2}\n',
      'utils.mjs': 'export const drop = () => null;\n',
    });
    writeFileSync(
      join(folder, 'none.parquet'),
      new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data: [], type: 'STRING' }] })),
    );
    for (const file of ['empty.jsonl', 'head.csv', 'list.json', 'none.parquet']) {
      await expect(openDataset({ config: files(folder, file), split: 'test' })).rejects.toThrow(
        /Cannot evaluate the task t: the split "test" has no rows/,
      );
    }
    const process_docs = { $module: join(folder, 'utils'), $export: 'drop' };
    await expect(
      openDataset({ config: files(folder, 'a.jsonl', { process_docs }), split: 'test' }),
    ).rejects.toThrow(/the split "test" keeps none of its 2 rows\. Check the task's process_docs/);
  });

  it('reads NaN of a table as no value, and refuses it in JSON by line', async () => {
    const folder = temporaryFolder({ 'a.jsonl': '{"a": 1}\n{"a": NaN}\n' });
    const table = parquetWriteBuffer({
      columnData: [{ name: 'a', data: [1.5, Number.NaN, Infinity], type: 'DOUBLE' }],
    });
    writeFileSync(join(folder, 'a.parquet'), new Uint8Array(table));
    const dataset = await openDataset({ config: files(folder, 'a.parquet'), split: 'test' });
    expect((await collect(dataset)).map((row) => row['a'])).toEqual([1.5, null, null]);
    const lines = await openDataset({ config: files(folder, 'a.jsonl'), split: 'test' });
    await expect(collect(lines)).rejects.toThrow(/a\.jsonl: line 2 is not JSON/);
  });

  it('holds cells of ten megabytes', async () => {
    const long = 'é'.repeat(5_000_000);
    const folder = temporaryFolder({});
    const table = parquetWriteBuffer({
      columnData: [{ name: 'question', data: ['a', long, 'b'], type: 'STRING' }],
    });
    writeFileSync(join(folder, 'a.parquet'), new Uint8Array(table));
    const dataset = await openDataset({ config: files(folder, 'a.parquet'), split: 'test' });
    const rows = await collect(dataset);
    expect(rows.map((row) => (row['question'] as string).length)).toEqual([1, 5_000_000, 1]);
  });

  it('opens a large parquet file for one shard by reading less than a twentieth of it', async () => {
    const folder = temporaryFolder({});
    // Above the size that is hashed whole: as a gigabyte, only smaller.
    const bytes = largeParquet(1);
    expect(bytes.length).toBeGreaterThan(65 * 1024 * 1024);
    writeFileSync(join(folder, 'a.parquet'), bytes);
    const counter = countingOpener();
    const config = files(folder, 'a.parquet');
    const dataset = await openDataset({ config, split: 'test', openFile: counter.openFile });
    const opening = counter.bytesRead();
    expect(await collect(dataset, 1010, 1040)).toHaveLength(30);
    const reading = counter.bytesRead() - opening;
    expect(reading).toBeLessThan(bytes.length / 20);
    // Samples of a fixed size, whatever the file's.
    expect(opening).toBeLessThan(5 * 1024 * 1024);
    writeFileSync(join(folder, 'b.parquet'), largeParquet(2));
    const other = await openDataset({ config: files(folder, 'b.parquet'), split: 'test' });
    expect(other.fingerprint).not.toBe(dataset.fingerprint);
  });
});

/** 2,200 incompressible cells of 32 KiB in groups of fifty. */
function largeParquet(seed: number): Uint8Array {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  const zeros = Buffer.alloc(32 * 1024);
  const data = Array.from({ length: 2200 }, () => new Uint8Array(cipher.update(zeros)));
  const columnData = [{ name: 'noise', data, type: 'BYTE_ARRAY' as const }];
  const options = { columnData, rowGroupSize: 50, codec: 'UNCOMPRESSED' as const };
  return new Uint8Array(parquetWriteBuffer(options));
}
