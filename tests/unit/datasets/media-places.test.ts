import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { docHash } from '../../../activities/datasets/doc-hash.ts';
import { documentFault, withFault } from '../../../activities/datasets/document-fault.ts';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import type { Dataset } from '../../../activities/datasets/dataset.ts';
import { renderDocument } from '../../../activities/runs/render-document.ts';
import type { OpenTask } from '../../../activities/runs/open-task.ts';
import { EvalError } from '../../../core/errors.ts';
import type { TaskConfig } from '../../../core/task.ts';
import { isMedia, type Media } from '../../../core/media.ts';
import { createTask } from '../../../tasks/create-task.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { makeTar, makeZip } from '../../support/make-archives.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf } from './dataset-fixture.ts';
import { hubFixture, jsonLines } from './hub-fixture.ts';

/** The smallest thing that is recognised as a film, made different by its last byte. */
const clip = (index: number): Uint8Array =>
  Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.from([0, index])]);
const lastByte = async (media: unknown): Promise<number | undefined> =>
  (await (media as Media).read()).at(-1);

const VIDEO = {
  doc_to_visual: 'video',
  dataset_kwargs: { token: true, video: true, cache_dir: 'films', force_download: true },
};
const rows = (...names: string[]) => jsonLines(names.map((video) => ({ video, question: 'q?' })));

describe('media in archives of a repository', () => {
  it('are unpacked once and found by bare name, by path and without an extension', async () => {
    const { hub, open, cacheFolder } = await hubFixture();
    hub.commit('org/set', {
      'test.jsonl': rows('clip-0.mp4', 'data/clip-1.mp4', 'clip-2', 'plain.mp4'),
      'videos_1.zip': makeZip([{ name: 'data/clip-0.mp4', body: clip(0) }]),
      'videos_2.zip': makeZip([{ name: 'data/clip-1.mp4', body: clip(1) }]),
      'more.tar': await makeTar([{ name: 'deep/clip-2.MP4', body: clip(2) }]),
      'raw/plain.mp4': clip(3),
    });
    const dataset = await open(VIDEO);
    const documents = await collect(dataset);
    const videos = documents.map((row) => row['video'] as Media);
    expect(videos.map(({ kind, mediaType }) => [kind, mediaType])).toEqual(
      Array.from({ length: 4 }, () => ['video', 'video/mp4']),
    );
    expect(await Promise.all(videos.map(lastByte))).toEqual([0, 1, 2, 3]);
    const folders = readdirSync(join(cacheFolder, 'hub', 'media'));
    expect(folders).toHaveLength(1);

    const asked = hub.requests.length;
    const offline = await open(VIDEO, { environment: { HF_HUB_OFFLINE: '1' } });
    expect((await collect(offline, 0, 1)).map(docHash)).toEqual(documents.slice(0, 1).map(docHash));
    expect(hub.requests.length).toBe(asked);
  });

  it('fail the document whose clip is nowhere or stands for several, and only that', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', {
      'test.jsonl': rows('gone.mp4', 'twice.mp4', 'b/twice.mp4'),
      'a.zip': makeZip([
        { name: 'a/twice.mp4', body: clip(1) },
        { name: 'b/twice.mp4', body: clip(2) },
      ]),
    });
    const dataset = await open(VIDEO);
    const [gone, twice, exact] = await rendered(dataset, configOf('/nowhere', VIDEO));
    expect(gone?.failure).toMatchObject({ code: 'media-unreadable' });
    expect(gone?.failure?.message).toMatch(/"gone\.mp4".*no such file, .*films-.* \(2 files\)/);
    expect(twice?.failure?.message).toMatch(/2 files have that name: a\/twice\.mp4, b\/twice\.mp4/);
    expect(exact?.failure).toBeUndefined();
    // The answer of another host is still scored against its document.
    expect(gone?.rendered.messages).toHaveLength(1);
  });

  it('go by the folder that HF_HOME holds already, made by whichever tool', async () => {
    const { hub, open } = await hubFixture();
    const archive = makeZip([{ name: 'clip.mp4', body: clip(7) }]);
    hub.commit('org/set', { 'test.jsonl': rows('clip.mp4'), 'a.zip': archive });
    const home = temporaryFolder({ 'films/sub/clip.mp4': clip(9) });
    const environment = { HF_HOME: home };
    const theirs = await open(VIDEO, { environment });
    expect(await lastByte((await collect(theirs))[0]?.['video'])).toBe(9);
    expect(readdirSync(join(home, 'films'))).toEqual(['sub']);

    const forced = { ...VIDEO, dataset_kwargs: { ...VIDEO.dataset_kwargs, force_unzip: true } };
    const own = await open(forced, { environment });
    expect(await lastByte((await collect(own))[0]?.['video'])).toBe(7);

    rmSync(join(home, 'films'), { recursive: true });
    const fresh = await open(VIDEO, { environment });
    expect(await lastByte((await collect(fresh))[0]?.['video'])).toBe(7);
    expect(existsSync(join(home, 'films', '.assay-unpacked.json'))).toBe(true);
    // Another commit's clips do not replace the ones a run may be reading.
    const next = makeZip([{ name: 'clip.mp4', body: clip(8) }]);
    hub.commit('org/set', { 'test.jsonl': rows('clip.mp4'), 'a.zip': next });
    const second = await open(VIDEO, { environment });
    expect(await lastByte((await collect(second))[0]?.['video'])).toBe(8);
    expect(await lastByte((await collect(fresh))[0]?.['video'])).toBe(7);
  });

  it('come from LMMS_EVAL_MEDIA_ROOT, but never from outside it and never as other files', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', { 'test.jsonl': rows('clip', 'token', 'key.mp4') });
    const root = temporaryFolder({ 'in/videos/clip.webm': clip(4), 'in/token': 'secret' });
    writeFileSync(join(root, 'key.mp4'), 'secret');
    mkdirSync(join(root, 'in/clips'));
    const environment = { LMMS_EVAL_MEDIA_ROOT: join(root, 'in') };
    const dataset = await open({ doc_to_visual: 'video' }, { environment });
    const [found, token, key] = (await collect(dataset)).map((row) => row['video']);
    expect(await lastByte(found)).toBe(4);
    await expect((token as Media).read()).rejects.toThrow(/"token".*no such file/);
    await expect((key as Media).read()).rejects.toThrow(/"key\.mp4".*no such file/);
  });

  it('reads nothing but the cache with local_files_only', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', { 'test.jsonl': rows('clip.mp4') });
    await expect(open({ dataset_kwargs: { local_files_only: true } })).rejects.toThrow(
      /dataset_kwargs\.local_files_only is set and it is not in the cache/,
    );
    expect(hub.requests).toEqual([]);
  });
});

describe('media in archives beside local data', () => {
  it('are found by a column, and by a function that names them', async () => {
    const folder = temporaryFolder({
      'data/rows.jsonl': jsonLines([{ id: 'clip-5', video: 'clip-5.mp4' }, { id: '../../x' }]),
      'data/clips.tgz': await makeTar([{ name: 'x/clip-5.mp4', body: clip(5) }], { gzip: true }),
      'utils.mjs': `export const visual = (document) => ['films/' + document.id + '.mp4', document.id + '.mp4'].slice(document.id === 'clip-5' ? 1 : 0);\n`,
    });
    const environment = { ASSAY_CACHE_DIR: join(folder, 'cache') };
    const kwargs = { data_files: 'data/rows.jsonl', video: true };
    const column = configOf(folder, { doc_to_visual: 'video', dataset_kwargs: kwargs });
    const byColumn = await openDataset({ config: column, split: 'test', environment });
    expect(await lastByte((await collect(byColumn, 0, 1))[0]?.['video'])).toBe(5);

    const config = configOf(folder, {
      dataset_kwargs: kwargs,
      doc_to_text: 'id',
      doc_to_visual: { $module: join(folder, 'utils'), $export: 'visual' },
    });
    const dataset = await openDataset({ config, split: 'test', environment });
    const [first, second] = await rendered(dataset, config);
    const [part] = first!.rendered.messages[0]!.content;
    expect(part?.type).toBe('video');
    expect(part?.type !== 'text' && isMedia(part?.media)).toBe(true);
    expect(part?.type === 'video' && (await lastByte(part.media))).toBe(5);
    expect(second?.failure?.message).toMatch(/only files inside .*data are read/);
  });
});

async function rendered(dataset: Dataset, config: TaskConfig) {
  const task = createTask(config, { functions: await loadFunctions(config) });
  const open = {
    task,
    record: { task: 't', offset: 0 },
    fewshot: () => Promise.resolve([]),
    openMedia: (path: string) => dataset.openMedia(path),
  } as unknown as OpenTask;
  const documents = await collect(dataset);
  return Promise.all(documents.map((document, index) => renderDocument(open, document, index)));
}

describe('text_paths', () => {
  it('gives the text of a file, nothing where there is none, and fails one document where it is no text', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', {
      'test.jsonl': jsonLines([
        { id: 'x' },
        { id: 'y' },
        { id: 'z' },
        { id: 'x', subtitle: 'own' },
      ]),
      'subtitle.zip': makeZip([
        { name: 'subtitle/x.srt', body: Buffer.from('1\n00:00 --> 00:01\nçok güzel\n') },
        { name: 'subtitle/z.srt', body: Buffer.from([0xff, 0xfe, 0xff]) },
      ]),
    });
    const kwargs = { video: true, text_paths: { subtitle: 'subtitle/{{ id }}.srt' } };
    const dataset = await open({ dataset_kwargs: kwargs });
    expect((await collect(dataset, 0, 2)).map((row) => row['subtitle'])).toEqual([
      '1\n00:00 --> 00:01\nçok güzel\n',
      null,
    ]);
    expect((await collect(dataset, 3, 4))[0]?.['subtitle']).toBe('own');
    const config = configOf('/nowhere', { doc_to_text: 'id' });
    const outcomes = await rendered(dataset, config);
    expect(outcomes.map(({ failure }) => failure?.message ?? '')).toEqual([
      '',
      '',
      expect.stringMatching(/subtitle\/z\.srt, which .*text_paths names: it is not UTF-8/),
      '',
    ]);
  });

  it('keeps the failure of a document whose columns process_docs adds to', () => {
    const [first, second] = [new EvalError('dataset-invalid', 'a'), new EvalError('internal', 'b')];
    const document = { ...withFault(withFault({ id: 1 }, first), second), more: 2 };
    expect(documentFault(document)).toBe(first);
    expect(JSON.stringify(document)).toBe('{"id":1,"more":2}');
    expect(documentFault({ id: 1 })).toBeUndefined();
  });
});

describe('mask_paths', () => {
  const png = (pixels: readonly number[], width: number, channels: 1 | 3 = 1) =>
    sharp(Uint8Array.from(pixels), {
      raw: { width, height: pixels.length / width / channels, channels },
    })
      .png()
      .toBuffer();

  it('gives the bright pixels of a PNG in an archive as rectangles', async () => {
    const { hub, open } = await hubFixture();
    const grey = [0, 255, 128, 0, 0, 200, 255, 0, 255, 127, 0, 255];
    // Luma, not a channel: blue alone is dark, green alone is bright.
    const colour = [0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0];
    hub.commit('org/set', {
      'test.jsonl': jsonLines([
        { file: 'a.png' },
        { file: 'b.png' },
        { file: 'none.png' },
        { file: 'c.png' },
        { file: 'd.png' },
        { mask: { width: 1, height: 1, rects: [] } },
      ]),
      'masks.zip': makeZip([
        { name: 'masks/a.png', body: await png(grey, 4) },
        { name: 'masks/b.png', body: await png(colour, 4, 3) },
        { name: 'masks/c.png', body: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
        { name: 'masks/d.png', body: (await png(grey, 4)).subarray(0, 50) },
      ]),
    });
    const dataset = await open({
      dataset_kwargs: { video: true, mask_paths: { mask: 'masks/{{ file }}' } },
    });
    const masks = (await collect(dataset)).map((row) => row['mask']);
    const rects = [
      [1, 0, 3, 2],
      [0, 2, 1, 3],
      [3, 2, 4, 3],
    ];
    expect(masks.slice(0, 2)).toEqual([
      { width: 4, height: 3, rects },
      {
        width: 4,
        height: 1,
        rects: [
          [1, 0, 2, 1],
          [3, 0, 4, 1],
        ],
      },
    ]);
    // A second pass is equal, and a row that has the column needs no file.
    expect((await collect(dataset, 0, 1))[0]?.['mask']).toEqual(masks[0]);
    expect(masks[5]).toEqual({ width: 1, height: 1, rects: [] });
    const outcomes = await rendered(
      dataset,
      configOf('/nowhere', { doc_to_text: '{{ "Where?" }}' }),
    );
    expect(outcomes.map(({ failure }) => failure?.message ?? '')).toEqual([
      '',
      '',
      expect.stringMatching(/none\.png.*no such file/),
      expect.stringMatching(/masks\/c\.png: expected a PNG/),
      expect.stringMatching(/Cannot read the mask masks\/d\.png/),
      '',
    ]);
  });
});

describe('media_paths', () => {
  it('names the file of a document after its columns', async () => {
    const folder = temporaryFolder({
      'rows.jsonl': jsonLines([{ id: 3, kind: 'a' }, { id: 4, kind: 'b' }, { kind: 'c' }]),
      'films/a/3.mp4': clip(3),
      'films/deep/b/4.mp4': clip(4),
    });
    const config = (media_paths: Record<string, string>) =>
      configOf(folder, {
        doc_to_visual: 'video',
        dataset_kwargs: { data_files: 'rows.jsonl', media_paths },
      });
    const exact = await openDataset({
      config: config({ video: 'films/{{ kind }}/{{id}}.mp4' }),
      split: 'test',
    });
    expect(exact.columns).toEqual(['id', 'kind', 'video']);
    const [first, second, third] = (await collect(exact)).map((row) => row['video'] as Media);
    expect(await lastByte(first)).toBe(3);
    await expect(second?.read()).rejects.toThrow(/films\/b\/4\.mp4/);
    await expect(third?.read()).rejects.toThrow(/needs a text in the column "id"; there are kind/);
    for (const wrong of [
      { video: '{{ id | upper }}.mp4' },
      { video: '{% if id %}x{% endif %}' },
      {},
    ]) {
      const opened = openDataset({ config: config(wrong), split: 'test' });
      await expect(opened).rejects.toThrow(/media_paths must give a path for each column/);
    }
  });

  it('takes any folder for two stars', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', {
      'test.jsonl': jsonLines([{ id: 'x' }]),
      'a.zip': makeZip([{ name: 'Art/deep/x.mp4', body: clip(6) }]),
    });
    const dataset = await open({
      doc_to_visual: 'video',
      dataset_kwargs: { video: true, media_paths: { video: '**/{{ id }}.mp4' } },
    });
    expect(await lastByte((await collect(dataset))[0]?.['video'])).toBe(6);
  });
});
