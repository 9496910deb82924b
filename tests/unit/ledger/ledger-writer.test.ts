import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { readLedgerRows } from '../../../activities/ledger/ledger-reader.ts';
import { openLedgerWriter } from '../../../activities/ledger/ledger-writer.ts';
import { EvalError } from '../../../core/errors.ts';
import { inferenceRow } from './inference-row.ts';

const HOUR_MS = 3_600_000;
const prefix = 'runs/r/t/infer/0-1000';
const full = () => new EvalError('store-full', 'The disk is full.');

/** A store whose appends go to memory and may be made to fail half-way. */
function appendingStore(store: ArtifactStore) {
  const state = { failures: 0, syncFailures: 0, appends: 0, syncs: 0, content: Buffer.alloc(0) };
  const wrapped: ArtifactStore = {
    ...store,
    openAppend: async (key) => {
      const write = async (bytes: Uint8Array) => {
        state.content = Buffer.concat([state.content, bytes]);
        await store.put(key, state.content);
      };
      return {
        async append(bytes) {
          state.appends += 1;
          if (state.failures > 0) {
            state.failures -= 1;
            await write(bytes.subarray(0, bytes.length / 2));
            throw full();
          }
          await write(bytes);
        },
        async sync() {
          state.syncs += 1;
          if (state.syncFailures > 0) {
            state.syncFailures -= 1;
            throw full();
          }
        },
        close: async () => undefined,
      };
    },
  };
  return { store: wrapped, state };
}

const memory = () => openStore(`memory://${randomUUID()}`);
const open = (store: ArtifactStore, changes = {}) =>
  openLedgerWriter({
    store,
    prefix,
    attempt: 1,
    token: 'token',
    flushEveryMs: HOUR_MS,
    ...changes,
  });
const readBack = (store: ArtifactStore) =>
  readLedgerRows({ store, prefixes: [prefix], start: 0, end: 1_000, repeats: 1 });
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
async function listKeys(store: ArtifactStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

describe('writing the ledger to a file', () => {
  test('a row is in the file within a turn, and rows of one turn share a write', async () => {
    const { store, state } = appendingStore(memory());
    const writer = open(store);
    for (let doc = 0; doc < 30; doc += 1) writer.add(inferenceRow(doc));
    await turn();
    expect((await readBack(store)).rows.size).toBe(30);
    expect(state.appends).toBe(1);
    await writer.close();
  });

  test('the disk is forced by the number of rows and by the clock', async () => {
    const { store, state } = appendingStore(memory());
    const writer = open(store, { flushEveryRows: 4, flushEveryMs: 40 });
    for (let doc = 0; doc < 4; doc += 1) writer.add(inferenceRow(doc));
    await turn();
    expect(state.syncs).toBe(1);
    writer.add(inferenceRow(5));
    await expect.poll(() => state.syncs).toBe(2);
    await writer.close();
  });

  test('a write that failed half-way surfaces once, is repeated, and costs no row', async () => {
    const { store, state } = appendingStore(memory());
    const writer = open(store);
    writer.add(inferenceRow(0));
    await writer.flush();
    state.failures = 1;
    writer.add(inferenceRow(1));
    await expect(writer.flush()).rejects.toMatchObject({ code: 'store-full' });
    writer.add(inferenceRow(2));
    await writer.flush();
    await writer.close();
    const { rows, damagedLines } = await readBack(store);
    expect([...rows.keys()]).toEqual(['0/0', '1/0', '2/0']);
    expect(damagedLines).toBe(1);
  });

  test('a failure nobody waited for surfaces at the next ready or flush', async () => {
    for (const next of ['ready', 'flush'] as const) {
      const { store, state } = appendingStore(memory());
      const writer = open(store);
      state.failures = 1;
      writer.add(inferenceRow(1));
      await turn();
      await expect(writer[next]()).rejects.toMatchObject({ code: 'store-full' });
      await writer.close();
      expect((await readBack(store)).rows.size).toBe(1);
    }
  });

  test('closing throws while a row is unwritten', async () => {
    const { store, state } = appendingStore(memory());
    const writer = open(store);
    state.failures = 100;
    writer.add(inferenceRow(1));
    await expect(writer.close()).rejects.toMatchObject({ code: 'store-full' });
  });

  test('a failed sync is never forgotten, because the kernel may have dropped the pages', async () => {
    const { store, state } = appendingStore(memory());
    const writer = open(store);
    state.syncFailures = 1;
    writer.add(inferenceRow(1));
    await expect(writer.flush()).rejects.toMatchObject({ code: 'store-full' });
    await expect(writer.flush()).rejects.toMatchObject({ code: 'store-full' });
    await expect(writer.close()).rejects.toMatchObject({ code: 'store-full' });
  });

  test('a start is noted before markStarted resolves, and its failure is told', async () => {
    const { store, state } = appendingStore(memory());
    const writer = open(store);
    await writer.markStarted([{ doc: 7, repeat: 0 }]);
    expect((await readBack(store)).suspects).toEqual(new Map([['7/0', 1]]));
    state.failures = 1;
    await expect(writer.markStarted([{ doc: 8, repeat: 0 }])).rejects.toMatchObject({
      code: 'store-full',
    });
    await writer.close();
    expect((await readBack(store)).suspects.size).toBe(0);
  });

  test('nothing can be added after closing, and closing twice is harmless', async () => {
    const writer = open(memory());
    await writer.close();
    await writer.close();
    expect(() => writer.add(inferenceRow(1))).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
    await expect(writer.markStarted([{ doc: 1, repeat: 0 }])).rejects.toThrow('closed');
  });

  test('a writer that never wrote leaves no file', async () => {
    const store = memory();
    const writer = open(store);
    await writer.flush();
    await writer.close();
    expect(await listKeys(store)).toEqual([]);
  });
});

describe('writing the ledger to an object store', () => {
  test('an object is written per flushEveryRows rows and the rest by the clock', async () => {
    const store = memory();
    const writer = open(store, { flushEveryRows: 4, flushEveryMs: 60 });
    for (let doc = 0; doc < 9; doc += 1) {
      writer.add(inferenceRow(doc));
      if (doc % 4 === 3) await turn();
    }
    expect(await listKeys(store)).toEqual([
      `${prefix}/1-token-0.jsonl`,
      `${prefix}/1-token-1.jsonl`,
    ]);
    await expect.poll(async () => (await readBack(store)).rows.size).toBe(9);
    await writer.close();
    expect(await listKeys(store)).toHaveLength(3);
  });

  test('ready waits while the store is slow and lets go when it has caught up', async () => {
    const store = memory();
    const pending: (() => void)[] = [];
    const slow: ArtifactStore = {
      ...store,
      put: async (key, body) => {
        await new Promise<void>((resolve) => pending.push(resolve));
        return store.put(key, body);
      },
    };
    const writer = open(slow, { flushEveryRows: 2 });
    let doc = 0;
    const addRows = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        writer.add(inferenceRow(doc));
        doc += 1;
        if (doc % 2 === 0) await turn();
      }
    };
    await addRows(8);
    expect(pending).toHaveLength(4);
    await writer.ready();
    await addRows(8);
    expect(pending).toHaveLength(4);
    let isReady = false;
    const waiting = writer.ready().then(() => (isReady = true));
    await turn();
    expect(isReady).toBe(false);
    pending.shift()?.();
    await waiting;
    const drain = setInterval(() => pending.splice(0).forEach((resolve) => resolve()), 1);
    await writer.close();
    clearInterval(drain);
    expect((await readBack(store)).rows.size).toBe(16);
  });

  test('ready does not hang when the store failed with many rows waiting', async () => {
    const store = memory();
    let isDown = true;
    const flaky: ArtifactStore = {
      ...store,
      put: (key, body) => (isDown ? Promise.reject(full()) : store.put(key, body)),
    };
    const writer = open(flaky, { flushEveryRows: 2 });
    for (let doc = 0; doc < 50; doc += 1) writer.add(inferenceRow(doc));
    await turn();
    await expect(writer.ready()).rejects.toMatchObject({ code: 'store-full' });
    await expect(writer.ready()).rejects.toMatchObject({ code: 'store-full' });
    isDown = false;
    await writer.ready();
    await writer.close();
    expect((await readBack(store)).rows.size).toBe(50);
  });
});
