import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMedia } from '../../../core/media.ts';
import { pinDataset } from '../../../activities/datasets/pin-dataset.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf, pngBytes } from './dataset-fixture.ts';
import { hubFixture, jsonLines, noisyParquet } from './hub-fixture.ts';

const MEGABYTE = 1024 * 1024;
const big = () => noisyParquet(1000, { cellBytes: 12 * 1024 });

describe('reading a dataset of the Hub', () => {
  it('reads only the blocks of a range, and none of them twice', async () => {
    const { hub, open } = await hubFixture();
    const bytes = big();
    hub.commit('org/set', { 'data/test-00000-of-00001.parquet': bytes });
    const dataset = await open();
    expect(dataset.count).toBe(1000);
    const rows = await collect(dataset, 500, 510);
    expect(rows.map((row) => row['question'])).toEqual(
      Array.from({ length: 10 }, (_, index) => `q${500 + index}`),
    );
    expect(bytes.length).toBeGreaterThan(11 * MEGABYTE);
    expect(hub.bytesSent()).toBeLessThan(4 * MEGABYTE);
    const sent = hub.bytesSent();
    const asked = hub.requests.length;
    await collect(await open({ dataset_kwargs: { revision: 'main' } }), 500, 510);
    expect(hub.bytesSent()).toBe(sent);
    expect(hub.requests.length).toBe(asked + 1);
  });

  it('joins shards in order and gives all rows, checked against the digest of the whole', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', {
      'data/test-00001-of-00002.parquet': noisyParquet(60, { cellBytes: 2000, seed: 9 }),
      'data/test-00000-of-00002.parquet': noisyParquet(70, { cellBytes: 2000 }),
    });
    const rows = await collect(await open());
    expect(rows).toHaveLength(130);
    expect(rows[70]).toMatchObject({ question: 'q0' });
  });

  it('reads a pinned commit though main moved, and tells the two apart', async () => {
    const { hub, open, cacheFolder } = await hubFixture();
    const first = hub.commit('org/set', { 'test.jsonl': jsonLines([{ a: 'old' }]) });
    const environment = { HF_ENDPOINT: hub.endpoint, ASSAY_CACHE_DIR: cacheFolder };
    const pinned = await pinDataset(
      configOf('/nowhere', { dataset_path: 'org/set' }),
      'test',
      environment,
    );
    expect(pinned.dataset_kwargs).toEqual({ revision: first });
    hub.commit('org/set', { 'test.jsonl': jsonLines([{ a: 'new' }, { a: 'more' }]) });
    const old = await open({ ...pinned });
    const now = await open();
    expect(await collect(old)).toEqual([{ a: 'old' }]);
    expect(await collect(now)).toEqual([{ a: 'new' }, { a: 'more' }]);
    expect(old.fingerprint).not.toBe(now.fingerprint);
    expect((await open({ ...pinned })).fingerprint).toBe(old.fingerprint);
  });

  it('goes on after resets, server faults and rate limits, and from the block where a body ended', async () => {
    const { hub, open } = await hubFixture();
    const bytes = noisyParquet(400, { cellBytes: 16 * 1024 });
    hub.commit('org/set', { 'test.parquet': bytes });
    const faults = new Map<number, Parameters<typeof hub.intercept>[0]>();
    let seen = 0;
    faults.set(1, () => 'reset');
    faults.set(2, () => ({ status: 503 }));
    faults.set(3, () => ({ status: 429, headers: { 'retry-after': '1' } }));
    faults.set(8, () => ({ truncateAt: 300_000 }));
    faults.set(9, () => ({ truncateAt: 2_500_000 }));
    hub.intercept((request) => {
      seen += 1;
      return faults.get(seen)?.(request);
    });
    const started = Date.now();
    const rows = await collect(await open());
    expect(rows).toHaveLength(400);
    expect(rows[399]?.['question']).toBe('q399');
    expect(Date.now() - started).toBeGreaterThan(900);
    expect(seen).toBeGreaterThan(10);
    expect(hub.bytesSent()).toBeLessThan(1.7 * bytes.length);
  });

  it('fetches again what was torn on disk', async () => {
    const { hub, open, cacheFolder } = await hubFixture();
    hub.commit('org/set', { 'test.jsonl': jsonLines([{ a: 1 }]) });
    await collect(await open());
    const files = readdirSync(join(cacheFolder, 'hub', 'files'), { recursive: true });
    const block = files.map(String).find((name) => name.endsWith('0.block'));
    writeFileSync(join(cacheFolder, 'hub', 'files', block ?? ''), 'torn');
    expect(await collect(await open())).toEqual([{ a: 1 }]);
  });

  it('refuses bytes that are not those the Hub promised, large and small', async () => {
    for (const bytes of [jsonLines([{ a: 1 }]), jsonLines([{ a: 'x'.repeat(100_000) }])]) {
      const { hub, open } = await hubFixture();
      hub.commit('org/set', { 'test.jsonl': bytes });
      hub.intercept(({ path }) => (/resolve|blobs/.test(path) ? { damaged: true } : undefined));
      await expect(open()).rejects.toMatchObject({
        code: 'dataset-invalid',
        message: expect.stringMatching(/test\.jsonl.* promised/) as string,
      });
      hub.intercept(undefined);
      expect(await collect(await open())).toHaveLength(1);
    }
  });

  it('refuses a host that serves no ranges', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', { 'test.parquet': noisyParquet(400, { cellBytes: 8 * 1024 }) });
    hub.intercept(({ host }) => (host === 'cdn' ? { ignoreRange: true } : undefined));
    await expect(open()).rejects.toThrow(/does not serve ranges/);
  });

  it('reads the cache only when offline and names what is missing', async () => {
    const { hub, open, cacheFolder } = await hubFixture();
    hub.commit('org/set', {
      'data/test-00000-of-00001.parquet': noisyParquet(400, { cellBytes: 12 * 1024 }),
    });
    const environment = { HF_HUB_OFFLINE: '1' };
    await expect(open({}, { environment })).rejects.toThrow(
      new RegExp(`org/set \\(revision main\\): HF_HUB_OFFLINE .*${cacheFolder}`),
    );
    const online = await open();
    const rows = await collect(online, 0, 10);
    const asked = hub.requests.length;
    const offline = await open({}, { environment });
    expect(offline.fingerprint).toBe(online.fingerprint);
    expect(await collect(offline, 0, 10)).toEqual(rows);
    await expect(collect(offline, 150, 160)).rejects.toThrow(
      /@[0-9a-f]{40}\/data\/test-00000-of-00001\.parquet: HF_HUB_OFFLINE/,
    );
    expect(hub.requests.length).toBe(asked);
  });

  it('opens media that lie beside the table, at the same commit and nowhere else', async () => {
    const { hub, open } = await hubFixture();
    const files = { 'images/a.png': pngBytes(1, 100), 'secret.txt': 'no' };
    hub.commit('org/set', { ...files, 'test.jsonl': jsonLines([{ image: 'images/a.png' }]) });
    const task = { doc_to_visual: 'image' };
    const [row] = await collect(await open(task));
    const image = row?.['image'];
    if (!isMedia(image)) throw new Error('expected a medium');
    expect(image).toMatchObject({ mediaType: 'image/png', sizeBytes: 100 });
    expect(Buffer.from(await image.read())).toEqual(Buffer.from(pngBytes(1, 100)));
    hub.commit('org/set', { ...files, 'test.jsonl': jsonLines([{ image: '../../other' }]) });
    await expect(collect(await open(task))).rejects.toThrow(/only files inside/);
    hub.commit('org/set', { ...files, 'test.jsonl': jsonLines([{ image: 'images/b.png' }]) });
    const [other] = await collect(await open(task));
    const absent = other?.['image'];
    if (!isMedia(absent)) throw new Error('expected a medium');
    await expect(absent.read()).rejects.toMatchObject({ code: 'media-unreadable' });
  });

  it('opens media from a folder of the repository and from a folder of this host', async () => {
    const { hub, open } = await hubFixture();
    const local = temporaryFolder({ 'a.png': pngBytes(2, 200) });
    hub.commit('org/set', {
      'media/a.png': pngBytes(1, 100),
      'data/test.jsonl': jsonLines([{ image: 'a.png' }]),
    });
    const sizeFrom = async (media_root: string) => {
      const dataset = await open({ doc_to_visual: 'image', dataset_kwargs: { media_root } });
      const [row] = await collect(dataset);
      const image = row?.['image'];
      return isMedia(image) ? image.sizeBytes : undefined;
    };
    expect(await sizeFrom('media')).toBe(100);
    expect(await sizeFrom(local)).toBe(200);
  });

  it('fetches a file read from start to end in few requests', async () => {
    const { hub, open } = await hubFixture();
    const line = JSON.stringify({ text: 'x'.repeat(2000) });
    hub.commit('org/set', { 'test.jsonl': `${line}\n`.repeat(10_000) });
    const dataset = await open();
    expect(dataset.count).toBe(10_000);
    expect(hub.bytesSent()).toBeGreaterThan(19 * MEGABYTE);
    expect(hub.requests.filter(({ host }) => host === 'cdn').length).toBeLessThan(8);
  });

  it('gives every reader the same rows when several fill one cache at once', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', { 'test.parquet': noisyParquet(200, { cellBytes: 16 * 1024 }) });
    const readers = Array.from({ length: 4 }, async (_, reader) => {
      const dataset = await open();
      const rows = await collect(dataset, reader * 40, 200);
      return rows.map((row) => row['question']);
    });
    const expected = Array.from({ length: 200 }, (_, index) => `q${index}`);
    for (const [reader, questions] of (await Promise.all(readers)).entries()) {
      expect(questions).toEqual(expected.slice(reader * 40));
    }
  });
});
