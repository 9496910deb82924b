import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { pinDataset } from '../../../activities/datasets/pin-dataset.ts';
import { openWebFile } from '../../../activities/datasets/web/web-file.ts';
import { hubSettingsFrom } from '../../../activities/datasets/hub/hub-settings.ts';
import type { Media } from '../../../core/media.ts';
import type { TaskConfig } from '../../../core/task.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf } from './dataset-fixture.ts';

const CSV = 'question,answer\n"a, b",1\nc,2\n';
const ROWS = [
  { question: 'a, b', answer: '1' },
  { question: 'c', answer: '2' },
];
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A server of files that are not the Hub's, and an empty cache. */
async function webFixture(files: Record<string, string | RequestListener>) {
  const requests: { url: string; authorization: string | undefined }[] = [];
  const server = createServer((message, response) => {
    const { url = '', headers } = message;
    requests.push({ url, authorization: headers.authorization });
    const file = files[url];
    if (typeof file === 'function') file(message, response);
    else if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.close(resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await stop();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = {
    ASSAY_CACHE_DIR: temporaryFolder({}),
    ASSAY_ALLOW_LOOPBACK_FILES: '1',
    HF_TOKEN: 'hf_secret',
  };
  return { files, requests, origin, environment };
}

const csv = (data_files: string | Record<string, string>, more: Partial<TaskConfig> = {}) =>
  configOf('/nowhere', { dataset_path: 'csv', dataset_kwargs: { data_files }, ...more });

describe('data files at an address', () => {
  it('are fetched once, without the Hub token, and read from the cache ever after', async () => {
    const { files, requests, origin, environment } = await webFixture({ '/a.csv?v=1': CSV });
    const config = csv({ test: `${origin}/a.csv?v=1` });
    const open = (more: Record<string, string> = {}) =>
      openDataset({ config, split: 'test', environment: { ...environment, ...more } });
    const first = await open();
    expect(await collect(first)).toEqual(ROWS);
    files['/a.csv?v=1'] = 'question\nother\n';
    const again = await open({ HF_HUB_OFFLINE: '1' });
    expect(await collect(again)).toEqual(ROWS);
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(requests).toEqual([{ url: '/a.csv?v=1', authorization: undefined }]);
  });

  it('differ in their fingerprint when their bytes do', async () => {
    const { origin, environment } = await webFixture({ '/a.csv': CSV, '/b.csv': `${CSV}d,3\n` });
    const open = (name: string) =>
      openDataset({ config: csv(`${origin}/${name}`), split: 'test', environment });
    const [a, b] = [await open('a.csv'), await open('b.csv')];
    expect(b.count).toBe(3);
    expect(a.fingerprint).not.toBe(b.fingerprint);
  });

  it('are pinned by their digest: another machine refuses other bytes', async () => {
    const { files, origin, environment } = await webFixture({ '/a.csv': CSV });
    const pinned = await pinDataset(csv({ test: `${origin}/a.csv` }), 'test', environment);
    const address = `${origin}/a.csv#sha256=${sha256(CSV)}`;
    expect(pinned.dataset_kwargs).toEqual({ data_files: { test: address } });
    const elsewhere = { ...environment, ASSAY_CACHE_DIR: temporaryFolder({}) };
    const open = (env: Record<string, string>) =>
      openDataset({ config: pinned, split: 'test', environment: env });
    expect(await collect(await open(elsewhere))).toEqual(ROWS);
    files['/a.csv'] = 'question\nother\n';
    expect(await collect(await open(environment))).toEqual(ROWS);
    const late = { ...environment, ASSAY_CACHE_DIR: temporaryFolder({}) };
    await expect(open(late)).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: expect.stringMatching(/a\.csv: its 15 bytes .* has changed since the run/) as string,
    });
  });

  it('may be the dataset_path itself', async () => {
    const { origin, environment } = await webFixture({ '/a.csv': CSV });
    const config = configOf('/nowhere', { dataset_path: `${origin}/a.csv` });
    const pinned = await pinDataset(config, 'test', environment);
    expect(pinned.dataset_path).toBe(`${origin}/a.csv#sha256=${sha256(CSV)}`);
    const dataset = await openDataset({ config: pinned, split: 'test', environment });
    expect(await collect(dataset)).toEqual(ROWS);
  });

  it('that cannot be read are explained: absent, denied, offline, no server, too large', async () => {
    const { origin, environment } = await webFixture({
      '/secret.csv?key=pass': (_message, response) => response.writeHead(403).end(),
      '/a.csv': CSV,
    });
    const open = (address: string, more: Record<string, string> = {}) =>
      openDataset({
        config: csv(address),
        split: 'test',
        environment: { ...environment, ...more },
      });
    await expect(open(`${origin}/none.csv`)).rejects.toThrow(/answered 404: there is no such file/);
    await expect(open(`${origin}/secret.csv?key=pass`)).rejects.toMatchObject({
      code: 'dataset-not-found',
      message: expect.stringMatching(/secret\.csv: .*answered 403: it does not let everybody/),
    });
    await expect(open(`${origin}/secret.csv?key=pass`)).rejects.not.toThrow(/pass/);
    await expect(open(`${origin}/a.csv`, { HF_HUB_OFFLINE: '1' })).rejects.toThrow(
      /HF_HUB_OFFLINE is set and it is not in the cache/,
    );
    const settings = { ...hubSettingsFrom(environment), retryDelayMs: 1 };
    await expect(
      openWebFile('http://127.0.0.1:1/a.csv', { settings, mayUseLoopback: true }),
    ).rejects.toMatchObject({ code: 'endpoint-unreachable' });
    await expect(
      openWebFile(`${origin}/a.csv`, { settings, mayUseLoopback: true, maxBytes: 10 }),
    ).rejects.toThrow(/more than 10 bytes/);
  });

  it('are fetched again when the connection breaks', async () => {
    let asked = 0;
    const { origin, environment } = await webFixture({
      '/a.csv': (_message, response) => {
        asked += 1;
        response.writeHead(200, { 'content-length': CSV.length });
        if (asked > 1) response.end(CSV);
        else response.write(CSV.slice(0, 5), () => response.destroy());
      },
    });
    const settings = { ...hubSettingsFrom(environment), retryDelayMs: 1 };
    const source = await openWebFile(`${origin}/a.csv`, { settings, mayUseLoopback: true });
    expect(Buffer.from(await source.read(0, source.size)).toString()).toBe(CSV);
    expect(await source.sha256()).toBe(sha256(CSV));
    expect(asked).toBe(2);
  });

  it('of several blocks are read by range, and fetched whole again where a block is lost', async () => {
    const text = Array.from({ length: 300_000 }, (_, index) => `${index}\n`).join('');
    const { requests, origin, environment } = await webFixture({ '/a.txt': text });
    const settings = hubSettingsFrom(environment);
    const read = async () => {
      const source = await openWebFile(`${origin}/a.txt`, { settings, mayUseLoopback: true });
      const middle = [1024 * 1024 - 10, 1024 * 1024 + 10] as const;
      return Buffer.from(await source.read(...middle)).toString() === text.slice(...middle);
    };
    expect([await read(), await read(), requests.length]).toEqual([true, true, 1]);
    const files = join(settings.cacheFolder, 'files');
    const blocks = readdirSync(files, { recursive: true, encoding: 'utf8' });
    rmSync(join(files, blocks.find((name) => name.endsWith('1.block')) ?? 'none'));
    expect([await read(), requests.length]).toEqual([true, 2]);
  });

  it('are refused on this machine, with a password, or with a fragment of another kind', async () => {
    const open = (address: string) =>
      openDataset({ config: csv(address), split: 'test', environment: {} });
    for (const host of ['localhost', '127.0.0.1:80', '[::1]', '0.0.0.0', '169.254.169.254']) {
      await expect(open(`http://${host}/a.csv`)).rejects.toThrow(/of this machine are not data/);
    }
    await expect(open('https://user:word@example.com/a.csv')).rejects.not.toThrow(/word@/);
    await expect(open('https://example.com/a.csv#part')).rejects.toThrow(/only sha256=/);
    await expect(open('ftp://example.com/a.csv')).rejects.toThrow(/s3:\/\/ and https:\/\/ are/);
  });

  it('are never named by a document', async () => {
    const { files, requests, origin, environment } = await webFixture({});
    files['/a.csv'] = `question,image\nq,${origin}/picture.png\n`;
    const config = csv(`${origin}/a.csv`, { doc_to_visual: 'image' });
    const dataset = await openDataset({ config, split: 'test', environment });
    const read = async () => {
      const [row] = await collect(dataset);
      await (row?.['image'] as Media | undefined)?.read();
    };
    await expect(read()).rejects.toMatchObject({
      code: expect.stringMatching(/^media-/) as string,
    });
    expect(requests.map(({ url }) => url)).toEqual(['/a.csv']);
  });
});
