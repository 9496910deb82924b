import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { isMedia, type Media } from '../../../core/media.ts';
import { joinSettings } from '../../../activities/datasets/join-settings.ts';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { pinDataset } from '../../../activities/datasets/pin-dataset.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf, countingOpener, pngBytes } from './dataset-fixture.ts';
import { hubFixture } from './hub-fixture.ts';

const IMAGES = 300;
const IMAGE_BYTES = 4096;
const name = (image: number): string => `n${1000 + image}`;

function imageTable(count = IMAGES): Uint8Array {
  const indices = Array.from({ length: count }, (_, index) => index);
  const noise = (index: number): Uint8Array => {
    const bytes = pngBytes(index, IMAGE_BYTES);
    for (let at = 32, state = index + 1; at < IMAGE_BYTES - 4; at += 1) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      bytes[at] = state >>> 24;
    }
    return bytes;
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: indices.map(name), type: 'STRING' },
        { name: 'image', data: indices.map(noise), type: 'BYTE_ARRAY' },
      ],
      rowGroupSize: 50,
    }),
  );
}

function questionTable(imageIds: readonly string[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'question', data: imageIds.map((id, index) => `q${index} ${id}`), type: 'STRING' },
        { name: 'imageId', data: [...imageIds], type: 'STRING' },
      ],
    }),
  );
}

const gqa = {
  dataset_name: 'questions',
  doc_to_visual: 'image',
  dataset_kwargs: {
    token: true,
    join: { dataset_name: 'images', on: 'imageId', key: 'id', columns: ['image'] },
  },
};
const indexOf = (media: Media, bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(media.sizeBytes - 4);

describe('dataset_kwargs.join', () => {
  it('gives each question of one configuration its image of another, from the same commit', async () => {
    const { hub, open } = await hubFixture();
    const wanted = [7, 3, 7, 250, 299, 3, 0];
    hub.commit('org/set', {
      'questions/test-00000-of-00001.parquet': questionTable(wanted.map(name)),
      'images/test-00000-of-00001.parquet': imageTable(),
    });
    const dataset = await open(gqa);
    expect(dataset.columns).toEqual(['question', 'imageId', 'image']);
    const rows = await collect(dataset);
    const images = rows.map((row) => row['image'] as Media);
    expect(images.every((image) => isMedia(image) && image.mediaType === 'image/png')).toBe(true);
    const found = await Promise.all(
      images.map(async (image) => indexOf(image, await image.read())),
    );
    expect(found).toEqual(wanted);
    expect(images[0]?.sha256).toBe(images[2]?.sha256);
    expect((await collect(dataset, 3, 4))[0]).toMatchObject({ imageId: name(250) });
    await dataset.close();
  });

  it('pins both tables to the commit the run began with', async () => {
    const { hub, open, cacheFolder } = await hubFixture();
    const commit = hub.commit('org/set', {
      'questions/test.parquet': questionTable([name(1)]),
      'images/test.parquet': imageTable(2),
    });
    const config = configOf('/nowhere', { dataset_path: 'org/set', ...gqa });
    const environment = { HF_ENDPOINT: hub.endpoint, ASSAY_CACHE_DIR: cacheFolder };
    const pinned = await pinDataset(config, 'test', environment);
    expect(pinned.dataset_kwargs).toMatchObject({ revision: commit, ...gqa.dataset_kwargs });
    const before = await open({ dataset_kwargs: pinned.dataset_kwargs!, ...without(gqa) });
    hub.commit('org/set', {
      'questions/test.parquet': questionTable([name(0)]),
      'images/test.parquet': imageTable(1),
    });
    const after = await open({ dataset_kwargs: pinned.dataset_kwargs!, ...without(gqa) });
    expect(after.fingerprint).toBe(before.fingerprint);
    expect((await open(gqa)).fingerprint).not.toBe(before.fingerprint);
    expect((await collect(after))[0]).toMatchObject({ imageId: name(1) });
  });

  it('pins a table of another repository to its own commit', async () => {
    const { hub, open, cacheFolder } = await hubFixture();
    hub.commit('org/set', { 'lite/test.parquet': questionTable([name(1)]) });
    const commit = hub.commit('org/images', { 'images/test.parquet': imageTable(2) });
    const join = { ...gqa.dataset_kwargs.join, dataset_path: 'org/images' };
    const lite = { ...gqa, dataset_name: 'lite', dataset_kwargs: { join } };
    const config = configOf('/nowhere', { dataset_path: 'org/set', ...lite });
    const environment = { HF_ENDPOINT: hub.endpoint, ASSAY_CACHE_DIR: cacheFolder };
    const pinned = await pinDataset(config, 'test', environment);
    expect(pinned.dataset_kwargs?.['join']).toEqual({ ...join, revision: commit });
    hub.commit('org/images', { 'images/test.parquet': imageTable(1) });
    const dataset = await open({ ...lite, dataset_kwargs: pinned.dataset_kwargs! });
    const image = (await collect(dataset))[0]?.['image'] as Media;
    expect(indexOf(image, await image.read())).toBe(1);
  });

  it('takes an unquoted `on`, which YAML 1.1 reads as true', () => {
    const { on, ...others } = gqa.dataset_kwargs.join;
    const settings = (join: JsonObject) =>
      joinSettings(configOf('/nowhere', { dataset_kwargs: { join } }), 'test');
    expect(settings({ ...others, true: on })?.on).toBe('imageId');
    expect(() => settings({ ...others, on, true: 'x' })).toThrow(/unknown key "true"/);
    expect(() => settings(others)).toThrow(/needs "on"/);
  });

  it('reads the key column and the cells that are referred to, nothing else', async () => {
    const folder = temporaryFolder({});
    writeFileSync(join(folder, 'images.parquet'), imageTable());
    writeFileSync(
      join(folder, 'rows.jsonl'),
      Array.from({ length: 200 }, (_, row) => JSON.stringify({ imageId: name(row % 5) })).join(
        '\n',
      ),
    );
    const counter = countingOpener();
    const dataset = await openDataset({
      config: configOf(folder, {
        doc_to_visual: 'image',
        dataset_kwargs: {
          data_files: 'rows.jsonl',
          join: {
            dataset_path: 'parquet',
            data_files: 'images.parquet',
            on: 'imageId',
            key: 'id',
            columns: ['image'],
          },
        },
      }),
      split: 'test',
      openFile: counter.openFile,
    });
    counter.reset();
    const rows = await collect(dataset);
    expect(rows).toHaveLength(200);
    expect(await (rows[199]!['image'] as Media).read()).toHaveLength(IMAGE_BYTES);
    // One row group of fifty images, once, for two hundred rows.
    expect(counter.bytesRead()).toBeLessThan(60 * IMAGE_BYTES);
    await dataset.close();
  });

  it('fails the document whose key has no row, not the others', async () => {
    const folder = temporaryFolder({
      'images.jsonl': '{"id": 1, "label": "one"}\n{"id": "2", "label": "two"}\n',
      'rows.jsonl': '{"ref": "1"}\n{"ref": 3}\n{"ref": 2}\n',
    });
    const config = (more: object) =>
      configOf(folder, {
        dataset_kwargs: {
          data_files: 'rows.jsonl',
          join: { data_files: 'images.jsonl', on: 'ref', key: 'id', columns: ['label'], ...more },
        },
      });
    const dataset = await openDataset({ config: config({}), split: 'test' });
    expect((await collect(dataset)).map((row) => row['label'])).toEqual(['one', null, 'two']);
    const media = { ...config({}), doc_to_visual: 'picture' };
    const both = await openDataset({
      config: { ...media, dataset_kwargs: { ...media.dataset_kwargs, media_columns: ['label'] } },
      split: 'test',
    });
    const row = (await collect(both, 1, 2))[0];
    await expect((row!['label'] as Media).read()).rejects.toThrow(
      /Cannot find 3 in the column "id" of the joined table/,
    );
  });

  it.each([
    [{ on: undefined }, /join needs "on"/],
    [{ columns: 'image' }, /join needs "columns"/],
    [{ colums: ['label'] }, /unknown key "colums".*Did you mean "columns"\?/],
    [{ on: 'nothing' }, /join\.on names the column "nothing"; there are ref/],
    [{ key: 'nothing' }, /join\.key names the column "nothing"/],
    [{ columns: ['nothing'] }, /join\.columns names the column "nothing"/],
    [{ key: 'label' }, /rows 0 and 1 of the other table both have same/],
  ])('refuses %j in a sentence', async (change, message) => {
    const folder = temporaryFolder({
      'images.jsonl': '{"id": 1, "label": "same"}\n{"id": 2, "label": "same"}\n',
      'rows.jsonl': '{"ref": 1}\n',
    });
    const given = { data_files: 'images.jsonl', on: 'ref', key: 'id', columns: ['label'] };
    const settings = JSON.parse(JSON.stringify({ ...given, ...change })) as object;
    if ('on' in change && change.on === undefined) delete (settings as { on?: string }).on;
    const config = configOf(folder, {
      dataset_kwargs: { data_files: 'rows.jsonl', join: settings as never },
    });
    await expect(openDataset({ config, split: 'test' })).rejects.toThrow(message);
  });
});

function without({ dataset_kwargs: _kwargs, ...others }: typeof gqa) {
  return others;
}
