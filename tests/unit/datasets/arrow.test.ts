import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import type { Media } from '../../../core/media.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf } from './dataset-fixture.ts';

/** Written by pyarrow 26: forty rows in batches of fifteen, and one column of linked LZ4 blocks. */
const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/datasets/arrow');

const open = (path: string, more: object = {}, split = 'test') =>
  openDataset({
    config: configOf(dirname(path), { dataset_path: path, doc_to_visual: 'image', ...more }),
    split,
  });

describe('Arrow files', () => {
  it.each(['plain-stream', 'lz4', 'zstd'])('of %s give every row of any range', async (name) => {
    const dataset = await open(join(FIXTURES, `${name}.arrow`));
    expect(dataset.count).toBe(40);
    expect(dataset.columns).toEqual(['id', 'question', 'image', 'options', 'label', 'score']);
    for (const [start, end] of [
      [0, 1],
      [14, 16],
      [29, 40],
    ] as const) {
      const rows = await collect(dataset, start, end);
      for (const [offset, row] of rows.entries()) {
        const id = start + offset;
        const { image, ...others } = row;
        expect(others).toEqual({
          id,
          question: `q${id} ${'x'.repeat((id % 7) * 10)}`,
          options: [`a${id}`, `b${id}`],
          label: ['cat', 'dog'][id % 2],
          score: id % 3 === 0 ? id / 2 : null,
        });
        expect((image as Media).mediaType).toBe('image/png');
        expect((await (image as Media).read()).at(-1)).toBe(id);
      }
      expect(rows).toHaveLength(end - start);
    }
    await dataset.close();
  });

  it('follow LZ4 matches into the blocks before', async () => {
    const dataset = await open(join(FIXTURES, 'linked-lz4.arrow'), { doc_to_visual: undefined });
    const [, second] = await collect(dataset);
    expect(second?.['t']).toBe(`${'abc'.repeat(50_000)}1`);
  });

  it('are written by JavaScript too, as a file and as a stream', async () => {
    const table = tableFromArrays({ id: [1, 2, 3], text: ['a', 'b', 'ç'] });
    const folder = temporaryFolder({
      'file.arrow': tableToIPC(table, 'file'),
      'stream.arrow': tableToIPC(table, 'stream'),
    });
    for (const name of ['file', 'stream']) {
      const dataset = await open(join(folder, `${name}.arrow`), { doc_to_visual: undefined });
      expect((await collect(dataset)).map((row) => row['text'])).toEqual(['a', 'b', 'ç']);
    }
  });

  it('say what is wrong when they are torn, damaged or something else', async () => {
    const whole = readFileSync(join(FIXTURES, 'lz4.arrow'));
    const damaged = Buffer.from(whole);
    damaged.fill(0x7f, 1500, 2600);
    const folder = temporaryFolder({
      'torn.arrow': whole.subarray(0, 2500),
      'text.arrow': 'this is no table at all',
      'empty.arrow': '',
      'damaged.arrow': damaged,
    });
    for (const name of ['torn', 'text', 'empty']) {
      await expect(open(join(folder, `${name}.arrow`))).rejects.toMatchObject({
        code: 'dataset-invalid',
        message: expect.stringContaining(`${name}.arrow: it is not a whole Arrow file`) as string,
      });
    }
    const rows = open(join(folder, 'damaged.arrow')).then((dataset) => collect(dataset));
    await expect(rows).rejects.toMatchObject({ code: 'dataset-invalid' });
  });
});

describe('load_from_disk', () => {
  const saved = (folder: string, files: readonly string[], split: string | null) => {
    mkdirSync(folder, { recursive: true });
    for (const file of files)
      copyFileSync(join(FIXTURES, 'plain-stream.arrow'), join(folder, file));
    const state = { _data_files: files.map((filename) => ({ filename })), _split: split };
    writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
    writeFileSync(join(folder, 'dataset_info.json'), '{}');
  };
  const kwargs = { dataset_kwargs: { load_from_disk: true } };

  it('reads a folder of splits in the order of its state', async () => {
    const folder = temporaryFolder({ 'set/dataset_dict.json': '{"splits": ["train", "test"]}' });
    const set = join(folder, 'set');
    saved(join(set, 'test'), ['data-00000-of-00002.arrow', 'data-00001-of-00002.arrow'], 'test');
    saved(join(set, 'train'), ['data-00000-of-00001.arrow'], 'train');
    const dataset = await open(set, kwargs);
    expect(dataset.count).toBe(80);
    expect((await collect(dataset, 39, 41)).map((row) => row['id'])).toEqual([39, 0]);
    await expect(open(set, kwargs, 'tset')).rejects.toThrow(/has no split "tset".*"test"\?/);
  });

  it('reads a folder of one split, and no file that lies elsewhere', async () => {
    const folder = temporaryFolder({ 'none/a.txt': '', 'bad/state.json': '{"_data_files": []}' });
    saved(join(folder, 'one'), ['data-00000-of-00001.arrow'], null);
    expect((await open(join(folder, 'one'), kwargs)).count).toBe(40);
    saved(join(folder, 'named'), ['data-00000-of-00001.arrow'], 'train');
    await expect(open(join(folder, 'named'), kwargs)).rejects.toThrow(/holds the split "train"/);
    await expect(open(join(folder, 'none'), kwargs)).rejects.toThrow(/no state\.json/);
    await expect(open(join(folder, 'bad'), kwargs)).rejects.toThrow(/names no Arrow files/);
    writeFileSync(
      join(folder, 'bad/state.json'),
      '{"_data_files": [{"filename": "../one/data-00000-of-00001.arrow"}]}',
    );
    await expect(open(join(folder, 'bad'), kwargs)).rejects.toThrow(/names no Arrow files/);
  });
});
