import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { compactShard } from '../../../activities/ledger/compact-shard.ts';
import { ledgerPaths } from '../../../activities/ledger/ledger-paths.ts';
import { readLedgerRows } from '../../../activities/ledger/ledger-reader.ts';
import { openLedgerWriter } from '../../../activities/ledger/ledger-writer.ts';
import { readRows } from '../../../activities/ledger/read-rows.ts';
import { openResponseCache } from '../../../activities/ledger/response-cache.ts';
import { recordShards } from '../../../activities/ledger/shard-index.ts';
import type { InferenceRow } from '../../../core/rows.ts';
import { inferenceRow } from '../../unit/ledger/inference-row.ts';
import type { StoreUnderTest } from '../artifacts/store-contract.ts';
import { killWritingChild } from './kill-writing-child.ts';

interface LedgerTestOptions {
  readonly open: () => Promise<StoreUnderTest>;
  /** Whether another process can open the same store by its URL, and be killed while it writes. */
  readonly isShared: boolean;
  readonly openTimeoutMs?: number;
}

/** What ledger, shards and response cache must do over every kind of store. */
export function testLedger(name: string, options: LedgerTestOptions): void {
  const { open, isShared, openTimeoutMs = 60_000 } = options;
  describe(`the ledger over ${name}`, () => {
    let subject: StoreUnderTest;
    let store: ArtifactStore;
    beforeAll(async () => {
      subject = await open();
      store = subject.store;
    }, openTimeoutMs);
    afterAll(() => subject?.stop());

    const writerOf = (runId: string, attempt: number, token: string = randomUUID()) =>
      openLedgerWriter({ store, prefix: ledgerPaths.parts(runId, 'task', 0, 300), attempt, token });
    const readBack = (runId: string) =>
      readLedgerRows({
        store,
        prefixes: ledgerPaths.everything(runId, 'task'),
        start: 0,
        end: 300,
        repeats: 1,
      });

    test('what was flushed is read back equal, and closing writes the rest', async () => {
      const writer = writerOf('round', 1);
      for (let doc = 0; doc < 150; doc += 1) writer.add(inferenceRow(doc));
      await writer.flush();
      expect((await readBack('round')).rows.size).toBe(150);
      for (let doc = 150; doc < 300; doc += 1) {
        writer.add(inferenceRow(doc));
        await writer.ready();
      }
      await writer.close();
      const { rows, suspects, damagedLines } = await readBack('round');
      expect(damagedLines).toBe(0);
      expect(suspects.size).toBe(0);
      expect(rows.size).toBe(300);
      for (const row of rows.values()) expect(row).toEqual(inferenceRow(row.doc));
    });

    test('a zombie with the same attempt number neither mixes in nor overwrites', async () => {
      const writers = [writerOf('zombie', 2, 'b'), writerOf('zombie', 2, 'a')];
      await Promise.all(
        writers.map(async (writer, index) => {
          for (let doc = 0; doc < 200; doc += 1) {
            writer.add(inferenceRow(doc, 0, { output: index === 0 ? 'from b' : 'from a' }));
          }
          await writer.close();
        }),
      );
      const { rows, damagedLines } = await readBack('zombie');
      expect(damagedLines).toBe(0);
      expect(rows.size).toBe(200);
      expect(new Set([...rows.values()].map(({ output }) => output))).toEqual(new Set(['from a']));
    });

    test('a start is read by others as soon as markStarted resolved, and forgiven after close', async () => {
      const writer = writerOf('starts', 1);
      await Promise.all(
        [1, 2, 3].map((doc) =>
          writer.markStarted([
            { doc, repeat: 0 },
            { doc: doc + 10, repeat: 0 },
          ]),
        ),
      );
      writer.add(inferenceRow(2));
      await writer.flush();
      const keys = [...(await readBack('starts')).suspects.keys()].sort();
      expect(keys).toEqual(['1/0', '11/0', '12/0', '13/0', '3/0']);
      await writer.close();
      expect((await readBack('starts')).suspects.size).toBe(0);
    });

    test('rows go from parts to shards to a range of the index and stay the same', async () => {
      const { rows } = await readBack('round');
      const all = [...rows.values()].toReversed();
      const place = { store, runId: 'round', task: 'task' };
      const shards = await Promise.all(
        [0, 100, 200].map(async (start) => {
          const end = start + 100;
          const own = all.filter(({ doc }) => doc >= start && doc < end);
          const artifact = await compactShard({ ...place, start, end, repeats: 1, rows: own });
          return { start, end, artifact };
        }),
      );
      const index = await recordShards({ ...place, shards });
      const read: InferenceRow[] = [];
      for await (const row of readRows({ store, index, start: 50, end: 250 })) read.push(row);
      expect(read).toEqual(Array.from({ length: 200 }, (_, at) => inferenceRow(50 + at)));
    });

    test('answers put into the response cache are found by another reader', async () => {
      const modelKey = randomUUID();
      const cache = openResponseCache({ store, modelKey });
      const entries = Array.from({ length: 40 }, (_, doc) => ({
        key: String(doc).padStart(64, '0'),
        run: 'run',
        row: inferenceRow(doc),
      }));
      await cache.putSegment(entries.slice(0, 25));
      await cache.putSegment(entries.slice(25));
      const reader = openResponseCache({ store, modelKey });
      await reader.refresh();
      for (const { key, row } of entries) {
        expect((await reader.get(key))?.row.output).toEqual(row.output);
      }
      expect(reader.statistics()).toEqual({ entries: 40, damaged: 0 });
    });

    if (!isShared) return;
    test('a writer killed in the midst of writing loses nothing it reported, and damages nothing', async () => {
      const killed = [];
      for (const [index, flushes] of [2, 5, 9].entries()) {
        killed.push(await killWritingChild(store.url, index + 1, flushes));
      }
      const prefixes = ledgerPaths.everything('killed', 'task');
      const { rows, suspects, damagedLines } = await readLedgerRows({
        store,
        prefixes,
        start: 0,
        end: 1_000_000,
        repeats: 1,
      });
      const flushed = Math.max(...killed.map((each) => each.flushed));
      expect(flushed).toBeGreaterThan(100);
      // A kill may cut the write(2) under way, never an object that was put.
      expect(damagedLines).toBeLessThanOrEqual(store.openAppend ? killed.length : 0);
      for (let doc = 0; doc < flushed; doc += 1) {
        expect(rows.get(`${doc}/0`)).toEqual(
          inferenceRow(doc, 0, { output: 'long answer '.repeat(1 + (doc % 90)) }),
        );
      }
      expect([...suspects]).toEqual(killed.map(({ started }) => [`${started}/0`, 1]));
    });
  });
}
