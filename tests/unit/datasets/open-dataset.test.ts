import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Media } from '../../../core/media.ts';
import { createMemoryStore } from '../../../activities/artifacts/memory-store.ts';
import { createFileOpener } from '../../../activities/datasets/create-file-opener.ts';
import { docHash } from '../../../activities/datasets/doc-hash.ts';
import { mediaFromBytes, sniffMediaType } from '../../../activities/datasets/media-from-bytes.ts';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { createTask } from '../../../tasks/create-task.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { openTaskRegistry } from '../../../tasks/registry.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf, pngBytes } from './dataset-fixture.ts';

const LINES = '{"id": 0}\n{"id": 1}\n{"id": 2}\n';
const dataFiles = (folder: string, files: unknown, more = {}) =>
  configOf(folder, { dataset_kwargs: { data_files: files as string, ...more } });

describe('openDataset', () => {
  it('takes a file, a list, a mapping by split, an absolute path and a file URL', async () => {
    const folder = temporaryFolder({ 'a.jsonl': LINES, 'sub/b.jsonl': '{"id": 9}\n' });
    const absolute = join(folder, 'a.jsonl');
    for (const [files, expected] of [
      ['a.jsonl', [0, 1, 2]],
      [
        ['sub/b.jsonl', 'a.jsonl'],
        [9, 0, 1, 2],
      ],
      [{ test: 'sub/b.jsonl', train: 'a.jsonl' }, [9]],
      [absolute, [0, 1, 2]],
      [pathToFileURL(absolute).href, [0, 1, 2]],
      ['**/*.jsonl', [0, 1, 2, 9]],
    ] as const) {
      const dataset = await openDataset({ config: dataFiles(folder, files), split: 'test' });
      expect((await collect(dataset)).map((row) => row['id'])).toEqual(expected);
      await dataset.close();
    }
  });

  it('says what is missing and where it was looked for', async () => {
    const folder = temporaryFolder({ 'a.jsonl': LINES });
    const open = (files: unknown, split = 'test') =>
      openDataset({ config: dataFiles(folder, files), split });
    await expect(open('b.jsonl')).rejects.toThrow(`${join(folder, 'b.jsonl')}: it does not exist`);
    await expect(open('b.jsonl')).rejects.toMatchObject({ code: 'dataset-not-found' });
    await expect(open('*.parquet')).rejects.toThrow(/no file matches/);
    await expect(open({ train: 'a.jsonl' }, 'trian')).rejects.toThrow(/Did you mean "train"\?/);
    await expect(open('.')).rejects.toThrow(/it is not a file/);
    await expect(open('ftp://example.com/a.jsonl')).rejects.toThrow(/Download it/);
  });

  it('explains formats it does not know', async () => {
    const unknown = configOf('/', { dataset_path: 'parqet' });
    await expect(openDataset({ config: unknown, split: 'test' })).rejects.toThrow(
      /Did you mean "parquet"\?/,
    );
    const none = configOf('/', { dataset_path: 'json' });
    await expect(openDataset({ config: none, split: 'test' })).rejects.toThrow(
      /needs dataset_kwargs\.data_files/,
    );
  });

  it('reads objects of a store by range', async () => {
    const store = createMemoryStore(`datasets-${process.pid}`);
    await store.put('a.jsonl', new TextEncoder().encode(LINES));
    const opener = createFileOpener({ openStore: () => store });
    const config = dataFiles('/nowhere', ['s3://bucket/data/a.jsonl', 's3://bucket/data/*.jsonl']);
    const dataset = await openDataset({ config, split: 'test', ...opener });
    expect((await collect(dataset, 2, 5)).map((row) => row['id'])).toEqual([2, 0, 1]);
    await expect(opener.openFile('s3://bucket/data/none.jsonl')).rejects.toMatchObject({
      code: 'dataset-not-found',
    });
  });

  it('opens media paths inside the data folder only', async () => {
    const rows = [
      'ok.png',
      '../secret.png',
      '/etc/hostname',
      'link.png',
      'http://127.0.0.1/x.png',
      'none.png',
    ];
    const folder = temporaryFolder({
      'data/rows.jsonl': rows.map((image) => JSON.stringify({ image })).join('\n'),
      'data/ok.png': pngBytes(1),
      'secret.png': pngBytes(2),
    });
    symlinkSync(join(folder, 'secret.png'), join(folder, 'data/link.png'));
    const config = { ...dataFiles(folder, 'data/rows.jsonl'), doc_to_visual: 'image' };
    const dataset = await openDataset({ config, split: 'test' });
    const [first] = await collect(dataset, 0, 1);
    const image = first?.['image'] as Media;
    expect(image.sha256).toBe(createHash('sha256').update(pngBytes(1)).digest('hex'));
    expect(await image.read()).toEqual(pngBytes(1));
    for (const row of [1, 2, 3]) {
      await expect(collect(dataset, row, row + 1)).rejects.toThrow(
        /only files inside .*data are read/,
      );
    }
    // An address is asked only where the operator lists its host.
    const [byUrl] = await collect(dataset, 4, 5);
    await expect((byUrl!['image'] as Media).read()).rejects.toThrow(
      /ASSAY_MEDIA_HOSTS=127\.0\.0\.1/,
    );
    // A missing file concerns its document alone: whoever asks for the bytes gets the sentence.
    const [last] = await collect(dataset, 5, 6);
    await expect((last!['image'] as Media).read()).rejects.toThrow(
      /none\.png named by a document: it does not exist/,
    );
    await dataset.close();
  });

  it('applies process_docs row by row, leaving out and adding documents', async () => {
    const lines = Array.from({ length: 500 }, (_, id) => JSON.stringify({ id })).join('\n');
    const folder = temporaryFolder({
      'a.jsonl': lines,
      'utils.mjs': `export const prepare = (document) =>
  document.id % 3 === 0 ? null : document.id % 3 === 1 ? [document, { id: -document.id }] : document;
`,
    });
    const reference = { $module: join(folder, 'utils'), $export: 'prepare' };
    const config = { ...dataFiles(folder, 'a.jsonl'), process_docs: reference };
    const dataset = await openDataset({ config, split: 'test' });
    const all = (await collect(dataset)).map((row) => row['id']);
    expect(all.slice(0, 6)).toEqual([1, -1, 2, 4, -4, 5]);
    expect(dataset.count).toBe(all.length);
    const pieces: unknown[] = [];
    for (let start = 0; start < dataset.count; start += 37) {
      for (const row of await collect(dataset, start, start + 37)) pieces.push(row['id']);
    }
    expect(pieces).toEqual(all);
    await dataset.close();
  });

  it('reads and renders every document of the shipped shapes benchmark', async () => {
    const registry = await openTaskRegistry();
    const { tasks } = registry.resolve(['shapes']);
    expect(tasks).toHaveLength(3);
    for (const { config } of tasks) {
      const dataset = await openDataset({ config, split: 'test' });
      expect(dataset.count).toBeGreaterThan(100);
      const task = createTask(config, { functions: await loadFunctions(config) });
      for (const document of await collect(dataset)) {
        const { messages, choices } = task.render(document);
        expect(messages[0]?.content.map((part) => part.type)).toEqual(['image', 'text']);
        expect(choices?.length ?? 4).toBe(4);
      }
      await dataset.close();
    }
  });
});

describe('docHash', () => {
  it('depends on values and media bytes, not on the order of columns', () => {
    const image = mediaFromBytes(pngBytes(1));
    expect(docHash({ a: 1, image })).toBe(docHash({ image: mediaFromBytes(pngBytes(1)), a: 1 }));
    expect(docHash({ a: 1, image })).not.toBe(
      docHash({ a: 1, image: mediaFromBytes(pngBytes(2)) }),
    );
    expect(docHash({ a: 1 })).not.toBe(docHash({ a: '1' }));
  });
});

describe('sniffMediaType', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
    ['BM\x36\x00\x0c\x00\0\0\0\0', 'image/bmp'],
    ['II*\0\x08\0\0\0', 'image/tiff'],
    ['ID3\x04', 'audio/mpeg'],
    ['\xff\xfb\x90\x00', 'audio/mpeg'],
    ['fLaC', 'audio/flac'],
    ['OggS', 'audio/ogg'],
    ['\0\0\0\x20ftypisom', 'video/mp4'],
    ['\0\0\0\x20ftypM4A ', 'audio/mp4'],
    ['\x1a\x45\xdf\xa3....B\x82\x84webm', 'video/webm'],
  ])('knows %j as %s', (start, mediaType) => {
    expect(sniffMediaType(Buffer.from(start, 'latin1'))?.mediaType).toBe(mediaType);
  });

  it('takes no text for media', () => {
    for (const text of ['BM is a bank', 'RIFF', 'hello', '', '\xff\xff\xff\xff']) {
      expect(sniffMediaType(Buffer.from(text, 'latin1'))).toBeUndefined();
    }
  });
});
