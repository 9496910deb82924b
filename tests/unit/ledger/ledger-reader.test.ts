import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { ledgerPaths, partKey } from '../../../activities/ledger/ledger-paths.ts';
import { readLedgerRows } from '../../../activities/ledger/ledger-reader.ts';
import { encodeClosed, encodeStarted } from '../../../activities/ledger/ledger-record.ts';
import { encodeLedgerLine } from '../../../core/ledger-line.ts';
import type { InferenceRow } from '../../../core/rows.ts';
import { inferenceRow } from './inference-row.ts';

describe('reading the ledger of a shard', () => {
  let store: ArtifactStore;
  beforeEach(() => {
    store = openStore(`memory://${randomUUID()}`);
  });

  const folder = ledgerPaths.parts('run', 'task', 0, 10);
  const write = (name: string, ...lines: readonly string[]) => {
    const [attempt = '', token = '', sequence = ''] = name.split(' ');
    const part = { attempt: Number(attempt), token, sequence: Number(sequence) };
    return store.put(partKey(folder, part), new TextEncoder().encode(lines.join('')));
  };
  const row = (doc: number, text = '') =>
    encodeLedgerLine(inferenceRow(doc, 0, text === '' ? {} : { output: text }));
  const read = (changes: Partial<Parameters<typeof readLedgerRows>[0]> = {}) =>
    readLedgerRows({ store, prefixes: [folder], start: 0, end: 10, repeats: 1, ...changes });
  const outputs = (rows: ReadonlyMap<string, InferenceRow>) =>
    Object.fromEntries([...rows].map(([key, { output }]) => [key, output]));

  test('an absent ledger has no rows', async () => {
    expect(await read()).toEqual({ rows: new Map(), suspects: new Map(), damagedLines: 0 });
  });

  test('a line cut anywhere is dropped and the others stay', async () => {
    const last = row(2, 'cut 🙂 me');
    const bytes = Buffer.from(row(1) + last);
    const firstBytes = Buffer.byteLength(row(1));
    for (let length = firstBytes; length < bytes.length - 1; length += 1) {
      await store.put(
        partKey(folder, { attempt: 1, token: 'a', sequence: 0 }),
        bytes.subarray(0, length),
      );
      const { rows, damagedLines } = await read();
      expect([...rows.keys()]).toEqual(['1/0']);
      expect(damagedLines).toBe(length === firstBytes ? 0 : 1);
    }
  });

  test('a flipped bit anywhere in a row drops that row and never changes it', async () => {
    const bytes = Buffer.from(row(1, 'before') + row(2, 'the answer is 42') + row(3, 'after'));
    const start = Buffer.byteLength(row(1, 'before'));
    const end = bytes.length - Buffer.byteLength(row(3, 'after'));
    for (let bit = start * 8; bit < (end - 1) * 8; bit += 3) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await store.put(partKey(folder, { attempt: 1, token: 'a', sequence: 0 }), damaged);
      const { rows, damagedLines } = await read();
      expect(outputs(rows)).toEqual({ '1/0': 'before', '3/0': 'after' });
      expect(damagedLines).toBeGreaterThan(0);
    }
  });

  test('the first valid row wins by attempt as a number, then token, then sequence', async () => {
    await write('10 a 0', row(1, 'tenth attempt'), row(4, 'only the tenth'));
    await write('2 b 0', row(1, 'zombie'), row(2, 'zombie'), row(3, 'zombie'));
    await write('2 a 10', row(2, 'second, late'), row(3, 'second, late'));
    await write('2 a 9', row(2, 'second, early'), row(2, 'second, again'));
    expect(outputs((await read()).rows)).toEqual({
      '1/0': 'zombie',
      '2/0': 'second, early',
      '3/0': 'second, late',
      '4/0': 'only the tenth',
    });
  });

  test('a damaged first row gives way to a later whole one', async () => {
    await write('1 a 0', row(1, 'damaged').replace('damaged', 'changed'));
    await write('2 b 0', row(1, 'whole'));
    const { rows, damagedLines } = await read();
    expect(outputs(rows)).toEqual({ '1/0': 'whole' });
    expect(damagedLines).toBe(1);
  });

  test('rows of other documents and repeats are left out', async () => {
    const odd = [inferenceRow(3, 1), inferenceRow(3, -1), inferenceRow(10), inferenceRow(-1)];
    await write('1 a 0', row(3), ...odd.map((each) => encodeLedgerLine(each)), row(4));
    expect([...(await read({ start: 3, end: 4 })).rows.keys()]).toEqual(['3/0']);
    expect([...(await read({ repeats: 2 })).rows.keys()]).toEqual(['3/0', '3/1', '4/0']);
  });

  test('a valid line that is not a record of ours counts as damaged', async () => {
    await write('1 a 0', encodeLedgerLine({ doc: '1', repeat: 0 }), encodeLedgerLine(7), row(1));
    const { rows, damagedLines } = await read();
    expect([...rows.keys()]).toEqual(['1/0']);
    expect(damagedLines).toBe(2);
  });

  test('rows of earlier borders are found, and parts of other documents are not even read', async () => {
    for (const [start, end] of [
      [0, 4],
      [4, 9],
      [100, 200],
    ] as const) {
      const other = ledgerPaths.parts('run', 'task', start, end);
      const key = partKey(other, { attempt: 1, token: 'a', sequence: 0 });
      await store.put(key, new TextEncoder().encode(row(start) + row(end - 1)));
    }
    const asked: string[] = [];
    const spied = {
      list: (prefix: string) => store.list(prefix),
      getIfPresent: (key: string) => {
        asked.push(key);
        return store.getIfPresent(key);
      },
    };
    const prefixes = ledgerPaths.everything('run', 'task');
    const { rows } = await readLedgerRows({ store: spied, prefixes, start: 2, end: 6, repeats: 1 });
    expect([...rows.keys()]).toEqual(['3/0', '4/0']);
    expect(asked).toHaveLength(2);
  });

  test('rows that failed are left out when they are to be asked again', async () => {
    const failed = inferenceRow(2, 0, {
      status: 'failed',
      error: { code: 'timed-out', message: 'no answer' },
    });
    await write('1 a 0', row(1), encodeLedgerLine(failed));
    expect([...(await read()).rows.keys()]).toEqual(['1/0', '2/0']);
    expect([...(await read({ retryFailed: true })).rows.keys()]).toEqual(['1/0']);
  });

  test('a failed row that is asked again does not hide the later answer', async () => {
    await write('1 a 0', encodeLedgerLine(inferenceRow(2, 0, { status: 'failed' })));
    await write('2 b 0', row(2));
    expect((await read()).rows.get('2/0')?.status).toBe('failed');
    expect((await read({ retryFailed: true })).rows.get('2/0')?.status).toBe('ok');
  });

  describe('suspects', () => {
    const started = (...docs: readonly number[]) =>
      encodeStarted(docs.map((doc) => ({ doc, repeat: 0 })));

    test('count the attempts that started a document, never finished it and never closed', async () => {
      await write('1 a 0', started(1, 2, 3), row(1));
      await write('2 b 0', started(2, 3));
      await write('2 c 0', started(3));
      expect(await read().then(({ suspects }) => suspects)).toEqual(
        new Map([
          ['2/0', 2],
          ['3/0', 3],
        ]),
      );
    });

    test('are cleared by a row from any attempt, even a failed one', async () => {
      await write('1 a 0', started(1, 2));
      await write('2 b 0', row(1), encodeLedgerLine(inferenceRow(2, 0, { status: 'failed' })));
      expect((await read({ retryFailed: true })).suspects.size).toBe(0);
    });

    test('do not include what an attempt left when it ended in an orderly way', async () => {
      await write('1 a 0', started(1));
      await write('1 a 1', encodeClosed());
      await write('2 b 0', started(2));
      expect([...(await read()).suspects]).toEqual([['2/0', 1]]);
    });

    test('lie within the range only', async () => {
      await write('1 a 0', started(1, 5, 12));
      expect([...(await read({ start: 4 })).suspects.keys()]).toEqual(['5/0']);
    });
  });
});
