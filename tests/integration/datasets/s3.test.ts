import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blob, connect } from '@lancedb/lancedb';
import { Field, Schema, Utf8 } from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { createFileOpener } from '../../../activities/datasets/create-file-opener.ts';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import type { TaskConfig } from '../../../core/task.ts';
import type { Media } from '../../../core/media.ts';
import { makeZip } from '../../support/make-archives.ts';
import { S3_START_TIMEOUT_MS, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { collect, configOf, pngBytes } from '../../unit/datasets/dataset-fixture.ts';
import { noisyParquet } from '../../unit/datasets/hub-fixture.ts';
import { temporaryFolder } from '../../unit/tasks/temporary-folder.ts';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/datasets');
const clip = (index: number): Uint8Array =>
  Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.alloc(50, index)]);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('data in S3-compatible storage', () => {
  let server: S3Server;
  let store: ArtifactStore;
  let query: string;
  beforeAll(async () => {
    server = await startS3Server();
    Object.assign(process.env, server.environment);
    query = server.url.slice(server.url.indexOf('?'));
    store = openStore(`s3://${server.bucket}/sets${query}`);
  }, S3_START_TIMEOUT_MS);
  afterAll(async () => {
    for (const name of Object.keys(server?.environment ?? {})) delete process.env[name];
    await server?.stop();
  });

  const at = (path: string) => `s3://${server.bucket}/sets/${path}${query}`;
  const open = (path: string, more: Partial<TaskConfig> = {}) =>
    openDataset({
      config: configOf('/nowhere', { dataset_path: at(path), ...more }),
      split: 'test',
    });

  test('is read by range: parquet, lines, tables, Arrow and patterns', async () => {
    const bytes = noisyParquet(400, { cellBytes: 32 * 1024 });
    await store.put('a/rows.parquet', bytes);
    await store.put('a/rows.jsonl', text('{"id": 1}\n{"id": 2}\n'));
    await store.put('b/more.jsonl', text('{"id": 3}\n'));
    await store.put('a/rows.csv', text('id,name\n1,x\n2,y\n'));
    await store.put('a/rows.arrow', readFileSync(join(FIXTURES, 'arrow/zstd.arrow')));

    let read = 0;
    const opener = createFileOpener({ openStore });
    const dataset = await openDataset({
      config: configOf('/nowhere', { dataset_path: at('a/rows.parquet') }),
      split: 'test',
      fingerprint: 'known',
      openFile: async (location) => {
        const source = await opener.openFile(location);
        return {
          ...source,
          read: (start, end) => {
            read += end - start;
            return source.read(start, end);
          },
        };
      },
    });
    expect((await collect(dataset, 170, 171))[0]?.['question']).toBe('q170');
    expect(read).toBeLessThan(bytes.length / 5);

    const ids = async (path: string, more = {}) =>
      (await collect(await open(path, more))).map((row) => row['id']);
    expect(await ids('a/rows.jsonl')).toEqual([1, 2]);
    expect(await ids('a/rows.csv')).toEqual(['1', '2']);
    expect((await ids('a/rows.arrow')).slice(14, 16)).toEqual([14, 15]);
    const config = configOf('/nowhere', {
      dataset_path: 'json',
      dataset_kwargs: { data_files: { test: [at('**/*.jsonl'), at('a/rows.jsonl')] } },
    });
    const all = await collect(await openDataset({ config, split: 'test' }));
    expect(all.map((row) => row['id'])).toEqual([1, 2, 3, 1, 2]);
    await expect(open('a/none.parquet')).rejects.toMatchObject({ code: 'dataset-not-found' });
  });

  test('brings its media: beside the rows, in archives, and missing ones alone', async () => {
    await store.put('m/rows.jsonl', text('{"v": "x.png"}\n{"v": "c.mp4"}\n{"v": "no.mp4"}\n'));
    await store.put('m/x.png', pngBytes(5));
    await store.put('m/clips.zip', Buffer.from(makeZip([{ name: 'deep/c.mp4', body: clip(9) }])));
    const dataset = await openDataset({
      config: configOf('/nowhere', {
        dataset_path: at('m/rows.jsonl'),
        doc_to_visual: 'v',
        dataset_kwargs: { video: true },
      }),
      split: 'test',
      environment: { ...process.env, ASSAY_CACHE_DIR: temporaryFolder({}) },
    });
    const [image, film, none] = (await collect(dataset)).map((row) => row['v'] as Media);
    expect(Uint8Array.from(await image!.read())).toEqual(pngBytes(5));
    expect((await film!.read()).at(-1)).toBe(9);
    await expect(none!.read()).rejects.toThrow(/"no\.mp4".*no such file/);
  });

  test('holds Lance tables of both encodings', async () => {
    const folder = temporaryFolder({});
    const database = await connect(folder);
    const schema = new Schema([new Field('id', new Utf8()), blob('video')]);
    const table = await database.createEmptyTable('modern', schema);
    await table.add(Array.from({ length: 5 }, (_, id) => ({ id: `v${id}`, video: clip(id) })));
    table.close();
    await upload(join(folder, 'modern.lance'), 'tables/modern.lance');
    await upload(join(FIXTURES, 'lance/legacy.lance'), 'tables/legacy.lance');

    const modern = await collect(await open('tables/modern.lance'));
    expect(modern.map((row) => row['id'])).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
    expect((await (modern[3]!['video'] as Media).read()).at(-1)).toBe(3);
    const legacy = await collect(await open('tables/legacy.lance'), 9, 11);
    expect(legacy.map((row) => row['video_id'])).toEqual(['v10', 'v11']);
    expect((await (legacy[1]!['video_blob'] as Media).read()).at(-1)).toBe(11);
  });

  async function upload(folder: string, key: string): Promise<void> {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      await store.put(`${key}/${relative(folder, path)}`, readFileSync(path));
    }
  }

  test('keeps a table of the other side of a join', async () => {
    const columnData = [
      { name: 'id', data: ['a', 'b'], type: 'STRING' as const },
      { name: 'image', data: [pngBytes(1), pngBytes(2)], type: 'BYTE_ARRAY' as const },
    ];
    await store.put('j/images.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
    const folder = temporaryFolder({});
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/rows.jsonl'), '{"ref": "b"}\n');
    const config = configOf(folder, {
      dataset_path: 'json',
      doc_to_visual: 'image',
      dataset_kwargs: {
        data_files: 'sub/rows.jsonl',
        join: {
          dataset_path: 'parquet',
          data_files: at('j/images.parquet'),
          on: 'ref',
          key: 'id',
          columns: ['image'],
        },
      },
    });
    const [row] = await collect(await openDataset({ config, split: 'test' }));
    expect(Uint8Array.from(await (row!['image'] as Media).read())).toEqual(pngBytes(2));
  });
});
