import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import type { Media } from '../../../core/media.ts';
import { tinyPng } from '../../support/requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-url-media-'));
const png = await tinyPng().read();
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  if (request.url === '/gone.png') response.writeHead(404).end();
  else response.writeHead(200).end(png);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('documents name media by URL, each read once over openings; one that is gone fails alone', async () => {
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rows = ['here.png', 'gone.png'].map((name) => ({ image: `http://${host}/${name}` }));
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  const open = async () => {
    const dataset = await openDataset({
      config: {
        task: 'by_url',
        $directory: folder,
        dataset_path: 'json',
        dataset_kwargs: { data_files: { test: join(folder, 'rows.jsonl') } },
        doc_to_visual: 'image',
      } as never,
      split: 'test',
      environment: {
        ASSAY_MEDIA_HOSTS: host,
        ASSAY_ALLOW_LOOPBACK_FILES: '1',
        ASSAY_CACHE_DIR: join(folder, 'cache'),
      },
    });
    const media: Media[] = [];
    for await (const row of dataset.rows(0, 2)) media.push(row['image'] as Media);
    await dataset.close();
    return media;
  };
  const [here, gone] = await open();
  expect(Buffer.from(await here!.read())).toEqual(Buffer.from(png));
  expect(here).toMatchObject({ kind: 'image', mediaType: 'image/png', sizeBytes: png.length });
  await expect(gone!.read()).rejects.toThrow(
    /gone\.png named by a document: the server answered 404/,
  );
  const before = asked;
  await open();
  expect(asked - before).toBe(1);
});
