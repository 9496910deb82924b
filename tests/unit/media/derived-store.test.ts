import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDerivedStore } from '../../../activities/media/store/derived-store.ts';
import { readPack, writePack } from '../../../activities/media/store/pack-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-derived-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const addressOf = (index: number) => index.toString(16).padStart(2, '0').repeat(32);

const packOf =
  (bytes: number, onMake = () => {}) =>
  async (path: string) => {
    onMake();
    const pack = await writePack(path);
    await pack.add({ mediaType: 'image/png', bytes: Buffer.alloc(bytes, 7), facts: { index: 3 } });
    await pack.finish();
    await pack.close();
  };

const filesIn = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );

test('what two stores on one folder want at once is made once', async () => {
  let made = 0;
  const stores = [1, 2].map(() => createDerivedStore({ folder: join(folder, 'a'), maxBytes: 1e6 }));
  const wanted = stores
    .flatMap((store) => [store, store])
    .map((store) =>
      store.getOrMake(
        addressOf(1),
        packOf(10, () => (made += 1)),
      ),
    );
  const found = await Promise.all(wanted);
  expect(made).toBe(1);
  expect(found.filter(({ isReused }) => !isReused)).toHaveLength(1);
  for (const { items } of found) {
    expect(items).toEqual([
      { mediaType: 'image/png', facts: { index: 3 }, bytes: Buffer.alloc(10, 7) },
    ]);
  }
  expect(filesIn('a')).toHaveLength(1);
});

test('a failure is nobody else’s: the next one tries again, and nothing is left', async () => {
  const store = createDerivedStore({ folder: join(folder, 'b'), maxBytes: 1e6 });
  const fail = () => Promise.reject(new Error('broken'));
  await expect(store.getOrMake(addressOf(1), fail)).rejects.toThrow('broken');
  expect(filesIn('b')).toEqual([]);
  expect((await store.getOrMake(addressOf(1), packOf(5))).items).toHaveLength(1);
});

test('above the limit the longest unused go first', async () => {
  const store = createDerivedStore({ folder: join(folder, 'c'), maxBytes: 10_000 });
  const pathOf = (index: number) =>
    join(folder, 'c', 'derived', addressOf(index).slice(0, 2), addressOf(index));
  for (let index = 0; index < 8; index += 1) {
    await store.getOrMake(addressOf(index), packOf(1000));
    const used = new Date(Date.now() - (100 - index) * 120_000);
    utimesSync(pathOf(index), used, used);
  }
  // Used again, so not among the oldest.
  await store.getOrMake(addressOf(0), packOf(1000));
  await store.getOrMake(addressOf(50), packOf(2500));
  const left = filesIn('c').map(({ name }) => Number.parseInt(name.slice(0, 2), 16));
  expect(left.sort((a, b) => a - b)).toEqual([0, 4, 5, 6, 7, 50]);
});

test('a file that is not whole is made again', async () => {
  const store = createDerivedStore({ folder: join(folder, 'd'), maxBytes: 1e6 });
  await store.getOrMake(addressOf(1), packOf(100));
  const [{ name, parentPath } = { name: '', parentPath: '' }] = filesIn('d');
  writeFileSync(join(parentPath, name), 'torn');
  let made = 0;
  const again = await store.getOrMake(
    addressOf(1),
    packOf(100, () => (made += 1)),
  );
  expect([made, again.isReused]).toEqual([1, false]);
});

test('damaged bytes, a short file and no file are all not there', async () => {
  const path = join(folder, 'pack');
  await packOf(100)(path);
  expect(await readPack(path)).toHaveLength(1);
  const whole = (await import('node:fs')).readFileSync(path);
  whole[50] = 8;
  writeFileSync(path, whole);
  expect(await readPack(path)).toBeUndefined();
  writeFileSync(path, whole.subarray(0, 20));
  expect(await readPack(path)).toBeUndefined();
  expect(await readPack(join(folder, 'none'))).toBeUndefined();
});
