import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { compactShard } from '../../../activities/ledger/compact-shard.ts';
import { readRows } from '../../../activities/ledger/read-rows.ts';
import { readShardIndex, recordShards } from '../../../activities/ledger/shard-index.ts';
import type { InferenceRow } from '../../../core/rows.ts';
import { inferenceRow } from './inference-row.ts';

const place = { runId: 'run', task: 'task [x]' };

describe('accepted shards', () => {
  let store: ArtifactStore;
  beforeEach(() => {
    store = openStore(`memory://${randomUUID()}`);
  });
  const rowsOf = (start: number, end: number, repeats = 2): InferenceRow[] => {
    const rows: InferenceRow[] = [];
    for (let doc = start; doc < end; doc += 1) {
      for (let repeat = 0; repeat < repeats; repeat += 1) rows.push(inferenceRow(doc, repeat));
    }
    return rows;
  };
  const compact = (start: number, end: number, rows = rowsOf(start, end)) =>
    compactShard({ store, ...place, start, end, repeats: 2, rows });
  const accept = async (start: number, end: number) => ({
    start,
    end,
    artifact: await compact(start, end),
  });

  test('a compacted shard has the same bytes whatever order rows and fields came in', async () => {
    const first = await compact(9, 12);
    const shuffled = rowsOf(9, 12)
      .toReversed()
      .map((row) => Object.fromEntries(Object.entries(row).toReversed()) as never as InferenceRow);
    expect(await compact(9, 12, shuffled)).toEqual(first);
    expect(first).toMatchObject({ count: 6, key: expect.stringContaining(`9-12-${first.sha256}`) });
    const lines = Buffer.from(await store.get(first.key))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rowsOf(9, 12));
  });

  test.each([
    ['a missing document', rowsOf(0, 2)],
    ['a missing repeat', rowsOf(0, 3).slice(0, -1)],
    ['a missing first row', rowsOf(0, 3).slice(1)],
    ['a doubled row', [...rowsOf(0, 3), inferenceRow(1, 1)]],
    ['a row from elsewhere', [...rowsOf(0, 3), inferenceRow(3)]],
    ['nothing', []],
  ])('%s is never compacted', async (_, rows) => {
    await expect(compact(0, 3, rows)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('shard 0-3 of task task [x]'),
    });
  });

  test('the index lists shards by document, whatever order they were recorded in', async () => {
    const [a, b, c] = [await accept(0, 4), await accept(4, 5), await accept(5, 12)];
    const one = await recordShards({ store, ...place, shards: [c] });
    const two = await recordShards({ store, ...place, previous: one, shards: [a] });
    const three = await recordShards({ store, ...place, previous: two, shards: [b, a] });
    expect(await readShardIndex(store, three)).toEqual([a, b, c]);
    expect(three.count).toBe(3);
    const other = await recordShards({ store, ...place, previous: null, shards: [b, c, a] });
    expect(other).toEqual(three);
  });

  test('a document can not be accepted twice', async () => {
    const shards = [await accept(0, 4), await accept(3, 6)];
    await expect(recordShards({ store, ...place, shards })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('3-6'),
    });
  });

  test('rows of any range come in order across shards', async () => {
    const shards = [await accept(0, 4), await accept(8, 20), await accept(4, 8)];
    const index = await recordShards({ store, ...place, shards });
    const keys: string[] = [];
    for await (const { doc, repeat } of readRows({ store, index, start: 2, end: 10 })) {
      keys.push(`${doc}/${repeat}`);
    }
    expect(keys).toEqual(rowsOf(2, 10).map(({ doc, repeat }) => `${doc}/${repeat}`));
  });

  test('no row of a damaged shard or index is given out', async () => {
    const shards = [await accept(0, 2), await accept(2, 4)];
    const index = await recordShards({ store, ...place, shards });
    const key = shards.at(1)?.artifact.key ?? '';
    const body = Buffer.from(await store.get(key)).toString();
    await store.put(key, Buffer.from(body.replace('answer 3/1', 'answer 3/2')));
    const seen: number[] = [];
    const reading = async (reference = index) => {
      for await (const { doc } of readRows({ store, index: reference, start: 0, end: 4 })) {
        seen.push(doc);
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'artifact-corrupt' });
    expect(seen).toEqual([0, 0, 1, 1]);
    await expect(reading({ ...index, sha256: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'artifact-corrupt',
    });
  });
});
