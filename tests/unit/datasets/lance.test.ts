import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blob, connect } from '@lancedb/lancedb';
import { Field, Int32, Schema, Utf8 } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { buildLanceMedia } from '../../../deploy/scripts/build-lance-media.ts';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import type { TaskConfig } from '../../../core/task.ts';
import type { Media } from '../../../core/media.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf } from './dataset-fixture.ts';
import { jsonLines } from './hub-fixture.ts';

/** Written by pylance 14 with `lance-encoding:blob`: two fragments, one row deleted, one blob null. */
const LEGACY = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../fixtures/datasets/lance/legacy.lance',
);
const clip = (index: number, length = 40): Uint8Array =>
  Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.alloc(length, index)]);
const open = (path: string, more: Partial<TaskConfig> = {}) =>
  openDataset({ config: configOf('/nowhere', { dataset_path: path, ...more }), split: 'test' });

async function table(rows: number): Promise<string> {
  const folder = temporaryFolder({});
  const database = await connect(folder);
  const schema = new Schema([
    new Field('id', new Int32()),
    new Field('text', new Utf8()),
    blob('video', { inlineSizeThreshold: 64 }),
  ]);
  const made = await database.createEmptyTable('t', schema);
  for (let start = 0; start < rows; start += 100) {
    const batch = Array.from({ length: Math.min(100, rows - start) }, (_, index) => {
      const id = start + index;
      // Some inline, some in files of their own: what a reader sees is the same.
      return {
        id,
        text: `t${id}`,
        video: id === 7 ? null : clip(id % 256, id % 10 === 0 ? 4000 : 20),
      };
    });
    await made.add(batch);
  }
  made.close();
  return join(folder, 't.lance');
}

describe('Lance tables', () => {
  it('give rows of any range in order, blobs as media by reference', async () => {
    const path = await table(600);
    const dataset = await open(path);
    expect(dataset.count).toBe(600);
    expect(dataset.columns).toEqual(['id', 'text', 'video']);
    for (const [start, end] of [
      [0, 12],
      [95, 105],
      [598, 600],
    ] as const) {
      const rows = await collect(dataset, start, end);
      expect(rows.map((row) => row['id'])).toEqual(
        Array.from({ length: end - start }, (_, index) => start + index),
      );
      for (const row of rows) {
        const id = row['id'] as number;
        if (id === 7) expect(row['video']).toBeNull();
        else {
          const media = row['video'] as Media;
          expect(media.mediaType).toBe('video/mp4');
          expect((await media.read()).at(-1)).toBe(id % 256);
        }
      }
    }
    await dataset.close();
  });

  it('read blobs of the older encoding from the data file of their fragment', async () => {
    const dataset = await open(LEGACY);
    const rows = await collect(dataset);
    const ids = [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(rows.map((row) => row['video_id'])).toEqual(ids.map((id) => `v${id}`));
    for (const [index, row] of rows.entries()) {
      const id = ids[index] ?? 0;
      if (id === 5) expect(row['video_blob']).toBeNull();
      else
        expect(Buffer.from(await (row['video_blob'] as Media).read())).toEqual(clip(id, 30 + id));
    }
  });

  it('stand for a version, whose documents have a fingerprint', async () => {
    const older = await open(LEGACY, { dataset_kwargs: { version: 1 } });
    expect(older.count).toBe(7);
    const newest = await open(LEGACY);
    expect(newest.fingerprint).not.toBe(older.fingerprint);
    expect((await open(LEGACY)).fingerprint).toBe(newest.fingerprint);
  });

  it('say what is wrong with a path', async () => {
    const folder = temporaryFolder({ 'empty.lance/a.txt': '' });
    await expect(open(join(folder, 'none.lance'))).rejects.toThrow(/Cannot read the Lance table/);
    await expect(open(join(folder, 'empty.lance'))).rejects.toThrow(/Cannot read the Lance table/);
  });
});

describe('media_env', () => {
  it('looks in the folder, then in the Lance table, then says that nothing is downloaded', async () => {
    const folder = temporaryFolder({
      'films/here.webm': clip(1),
      'more/there.mp4': clip(2),
      'more/here.mp4': clip(3),
      'rows.jsonl': jsonLines([
        { video_id: 'here', youtube_url: 'https://example.com/1' },
        { video_id: 'there', youtube_url: 'https://example.com/2' },
        { video_id: 'there' },
        { video_id: "o'neil" },
      ]),
    });
    const built = await buildLanceMedia({
      mediaFolder: join(folder, 'more'),
      rows: join(folder, 'rows.jsonl'),
      table: join(folder, 'media.lance'),
      idColumn: 'video_id',
      urlColumn: 'youtube_url',
    });
    expect(built).toEqual({ written: 2, missing: ["o'neil"] });
    const made = await open(join(folder, 'media.lance'));
    expect(await collect(made)).toMatchObject([
      { video_id: 'here', youtube_url: 'https://example.com/1', video_ext: 'mp4' },
      { video_id: 'there', video_size_bytes: 52 },
    ]);
    const dataset = await openDataset({
      config: configOf(folder, {
        doc_to_visual: 'video',
        dataset_kwargs: {
          data_files: 'rows.jsonl',
          media_env: 'MINERVA',
          media_paths: { video: '{{ video_id }}.mp4' },
        },
      }),
      split: 'test',
      environment: {
        MINERVA_VIDEO_DIR: join(folder, 'films'),
        MINERVA_LANCE_VIDEO_URI: join(folder, 'media.lance'),
      },
    });
    const films = (await collect(dataset)).map((row) => row['video'] as Media);
    expect((await films[0]!.read()).at(-1)).toBe(1);
    expect((await films[1]!.read()).at(-1)).toBe(2);
    await expect(films[3]!.read()).rejects.toThrow(
      /MINERVA_VIDEO_DIR .*does not have it, MINERVA_LANCE_VIDEO_URI has no row of it.*not downloaded/,
    );
  });
});
