import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { collectBytes } from '../../../activities/artifacts/collect-bytes.ts';
import { readArtifact } from '../../../activities/artifacts/read-artifact.ts';
import { readJsonLines } from '../../../activities/artifacts/read-json-lines.ts';
import { writeArtifact } from '../../../activities/artifacts/write-artifact.ts';
import { HOSTILE_KEYS } from './hostile-keys.ts';

export interface StoreUnderTest {
  readonly store: ArtifactStore;
  stop(): Promise<void>;
}

const text = (value: string) => new TextEncoder().encode(value);
const SLOW_TEST_MS = 120_000;

/** What every artifact store must do; `open` gives one that nobody else uses. */
export function testArtifactStore(
  name: string,
  open: () => Promise<StoreUnderTest>,
  openTimeoutMs = 60_000,
): void {
  describe(`${name} keeps the artifact store contract`, () => {
    let subject: StoreUnderTest;
    let store: ArtifactStore;

    beforeAll(async () => {
      subject = await open();
      store = subject.store;
    }, openTimeoutMs);
    afterAll(() => subject?.stop());

    const folder = () => `contract/${randomUUID()}`;
    const listKeys = async (prefix: string) => {
      const keys: string[] = [];
      for await (const { key } of store.list(prefix)) keys.push(key);
      return keys;
    };

    test('probing finds conditional writes honoured and leaves nothing behind', async () => {
      const capabilities = await store.probe();
      expect(capabilities).toEqual({
        conditionalWrites: true,
        append: store.openAppend !== undefined,
      });
      expect(await listKeys('_probe')).toEqual([]);
    });

    test('what was put comes back byte for byte, and a second put replaces it', async () => {
      const key = `${folder()}/value.bin`;
      const first = randomBytes(70_000);
      expect(await store.put(key, first)).toEqual({ key, bytes: 70_000 });
      expect(Buffer.compare(await store.get(key), first)).toBe(0);
      await store.put(key, text('second'));
      expect(Buffer.from(await store.get(key)).toString()).toBe('second');
      expect(await store.head(key)).toEqual({ key, bytes: 6 });
    });

    test('changing the given bytes afterwards does not change the object', async () => {
      const key = `${folder()}/value.bin`;
      const body = text('before');
      await store.put(key, body);
      body.fill(0);
      expect(Buffer.from(await store.get(key)).toString()).toBe('before');
    });

    test('an empty object is an object', async () => {
      const key = `${folder()}/empty`;
      expect(await store.putIfAbsent(key, new Uint8Array(0))).toBe('created');
      expect(await store.putIfAbsent(key, text('x'))).toBe('exists');
      expect((await store.get(key)).byteLength).toBe(0);
      expect(await store.head(key)).toEqual({ key, bytes: 0 });
      expect((await collectBytes(store.stream(key))).byteLength).toBe(0);
      expect((await store.getRange(key, 0, 10)).byteLength).toBe(0);
    });

    test('an empty stream makes an empty object', async () => {
      const key = `${folder()}/empty`;
      expect(await store.put(key, pieces([]))).toEqual({ key, bytes: 0 });
      expect((await store.get(key)).byteLength).toBe(0);
    });

    test('text of any script and JSON lines survive unchanged', async () => {
      const lines = [
        '{"text":"日本語 🙂 \\u2028 é"}',
        '',
        '{"text":"עברית"}',
        '{"text":"\ufeffbom"}',
      ];
      const body = text(lines.join('\n'));
      const reference = await writeArtifact(store, folder(), 'jsonl', body, 3);
      const records: unknown[] = [];
      for await (const record of readJsonLines(store, reference)) records.push(record);
      expect(records).toEqual(lines.filter(Boolean).map((line) => JSON.parse(line)));
    });

    test('a range holds its bytes and ends where the object ends', async () => {
      const key = `${folder()}/value`;
      await store.put(key, text('0123456789'));
      const range = async (start: number, end: number) =>
        Buffer.from(await store.getRange(key, start, end)).toString();
      expect(await range(0, 1)).toBe('0');
      expect(await range(3, 7)).toBe('3456');
      expect(await range(8, 100)).toBe('89');
      expect(await range(4, 4)).toBe('');
      expect(await range(10, 12)).toBe('');
      expect(await range(500, 600)).toBe('');
      await expect(store.getRange(key, -1, 3)).rejects.toMatchObject({ code: 'internal' });
      await expect(store.getRange(key, 5, 3)).rejects.toMatchObject({ code: 'internal' });
    });

    test('what is absent is missing to get, range and stream, and undefined to the others', async () => {
      const key = `${folder()}/nothing`;
      const missing = { code: 'artifact-missing', message: expect.stringContaining(key) };
      await expect(store.get(key)).rejects.toMatchObject(missing);
      await expect(store.getRange(key, 0, 5)).rejects.toMatchObject(missing);
      await expect(collectBytes(store.stream(key))).rejects.toMatchObject(missing);
      expect(await store.getIfPresent(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
      expect(await listKeys(key)).toEqual([]);
      await store.delete([key]);
    });

    test('the folder of an object is not an object', async () => {
      const key = folder();
      await store.put(`${key}/child`, text('x'));
      expect(await store.getIfPresent(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
    });

    test('of twenty writers of one absent key exactly one creates it', async () => {
      const key = `${folder()}/race`;
      const bodies = Array.from({ length: 20 }, (_, index) => text(`writer ${index} `.repeat(500)));
      const outcomes = await Promise.all(bodies.map((body) => store.putIfAbsent(key, body)));
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
      const winner = bodies.at(outcomes.indexOf('created'))!;
      expect(Buffer.compare(await store.get(key), winner)).toBe(0);
      expect(await store.putIfAbsent(key, text('late'))).toBe('exists');
      expect(Buffer.compare(await store.get(key), winner)).toBe(0);
    });

    test('readers during replacement see one whole version or the other', async () => {
      const key = `${folder()}/replaced`;
      const versions = ['a', 'b'].map((letter) => text(letter.repeat(300_000)));
      await store.put(key, versions.at(0)!);
      const writing = (async () => {
        for (let round = 1; round <= 20; round += 1) await store.put(key, versions.at(round % 2)!);
      })();
      for (let read = 0; read < 20; read += 1) {
        const found = Buffer.from(await store.get(key));
        expect(versions.some((version) => Buffer.compare(found, version) === 0)).toBe(true);
      }
      await writing;
    });

    test('a stream of 12 MB arrives whole and is invisible until then', async () => {
      const key = `${folder()}/large`;
      const chunk = randomBytes(1024 * 1024);
      const seen: unknown[] = [];
      const body = async function* () {
        for (let index = 0; index < 12; index += 1) {
          if (index === 6) seen.push(await store.head(key));
          yield chunk;
        }
      };
      expect(await store.put(key, body())).toEqual({ key, bytes: 12 * 1024 * 1024 });
      expect(seen).toEqual([undefined]);
      let bytes = 0;
      for await (const piece of store.stream(key)) {
        for (const at of [0, piece.byteLength - 1]) {
          if (piece[at] !== chunk[(bytes + at) % chunk.length])
            throw new Error(`byte ${bytes + at}`);
        }
        bytes += piece.byteLength;
      }
      expect(bytes).toBe(12 * 1024 * 1024);
      const end = await store.getRange(key, bytes - 5, bytes);
      expect(Buffer.compare(end, chunk.subarray(-5))).toBe(0);
    });

    test('a stream that fails half-way leaves the old object and throws its own error', async () => {
      const key = `${folder()}/half`;
      const failing = async function* () {
        yield randomBytes(6 * 1024 * 1024);
        yield randomBytes(6 * 1024 * 1024);
        throw new Error('the source broke');
      };
      await expect(store.put(key, failing())).rejects.toThrow('the source broke');
      expect(await store.head(key)).toBeUndefined();
      await store.put(key, text('old'));
      await expect(store.put(key, failing())).rejects.toThrow('the source broke');
      expect(Buffer.from(await store.get(key)).toString()).toBe('old');
      expect(await listKeys(key.slice(0, key.lastIndexOf('/')))).toEqual([key]);
    });

    test('listing follows key order, not folder order, and respects any prefix', async () => {
      const base = folder();
      const names = ['a-b', 'a.c', 'a/x', 'a/y/z', 'a0', 'b/1-2/3', 'b/1-20/3', 'b/1-3', 'B', '_u'];
      for (const name of names) await store.put(`${base}/${name}`, text(name));
      const relative = async (prefix: string) =>
        (await listKeys(base + prefix)).map((key) => key.slice(base.length + 1));
      expect(await relative('/')).toEqual([...names].sort());
      expect(await relative('/a')).toEqual(['a-b', 'a.c', 'a/x', 'a/y/z', 'a0']);
      expect(await relative('/a/')).toEqual(['a/x', 'a/y/z']);
      expect(await relative('/b/1-2')).toEqual(['b/1-2/3', 'b/1-20/3']);
      expect(await relative('/b/1-2/')).toEqual(['b/1-2/3']);
      expect(await relative('/nothing')).toEqual([]);
      for await (const { key, bytes } of store.list(`${base}/`)) {
        expect(bytes).toBe(key.length - base.length - 1);
      }
    });

    test(
      'two thousand objects are listed once each, in order, and deleted',
      async () => {
        const base = folder();
        const keys = Array.from({ length: 2_000 }, (_, index) => `${base}/${index % 7}/o${index}`);
        for (let start = 0; start < keys.length; start += 50) {
          const batch = keys.slice(start, start + 50);
          await Promise.all(batch.map((key) => store.put(key, text('x'))));
        }
        expect(await listKeys(`${base}/`)).toEqual([...keys].sort());
        await store.delete(keys);
        expect(await listKeys(`${base}/`)).toEqual([]);
      },
      SLOW_TEST_MS,
    );

    test('deleting takes what was named and nothing else', async () => {
      const base = folder();
      for (const name of ['a', 'b', 'c']) await store.put(`${base}/${name}`, text(name));
      await store.delete([`${base}/a`, `${base}/absent`, `${base}/c`]);
      expect(await listKeys(`${base}/`)).toEqual([`${base}/b`]);
      await store.delete([]);
      expect(await store.putIfAbsent(`${base}/a`, text('again'))).toBe('created');
    });

    test.each(HOSTILE_KEYS)('the key %j is refused everywhere', async (key) => {
      const refused = { code: 'artifact-key-invalid' };
      const attempt = async (work: () => unknown) => work();
      const operations: (() => unknown)[] = [
        () => store.put(key, text('x')),
        () => store.put(key, pieces([text('x')])),
        () => store.putIfAbsent(key, text('x')),
        () => store.get(key),
        () => store.getIfPresent(key),
        () => store.getRange(key, 0, 1),
        () => collectBytes(store.stream(key)),
        () => store.head(key),
        () => store.delete([key]),
        () => store.viewerUrl(key),
        () => (key === '' || key.endsWith('/') ? store.get(key) : listKeys(key)),
        () => (store.openAppend ? store.openAppend(key) : store.get(key)),
      ];
      for (const operation of operations) {
        await expect(attempt(operation)).rejects.toMatchObject(refused);
      }
    });

    test('a damaged object never passes for the artifact that was referred to', async () => {
      const body = randomBytes(5_000);
      const reference = await writeArtifact(store, folder(), 'bin', body, 1);
      expect(reference.key.endsWith(`/${reference.sha256}.bin`)).toBe(true);
      expect(await writeArtifact(store, folderOf(reference.key), 'bin', body, 1)).toEqual(
        reference,
      );
      expect(Buffer.compare(await readArtifact(store, reference), body)).toBe(0);
      for (const damage of [
        flipped(body, 2_500),
        body.subarray(0, 4_999),
        Buffer.concat([body, text('x')]),
      ]) {
        await store.put(reference.key, damage);
        await expect(readArtifact(store, reference)).rejects.toMatchObject({
          code: 'artifact-corrupt',
        });
        const lines = readJsonLines(store, { ...reference, bytes: damage.byteLength });
        await expect(collectBytes(lines as never)).rejects.toMatchObject({
          code: 'artifact-corrupt',
        });
      }
    });

    test('a person is shown where an object lies, without credentials', () => {
      const shown = store.viewerUrl('runs/r1/results.json');
      expect(shown.endsWith('runs/r1/results.json')).toBe(true);
      expect(shown).not.toContain('secret');
    });
  });
}

async function* pieces(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = bytes.at(at)! ^ 1;
  return copy;
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}
