import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../activities/artifacts/memory-store.ts';
import { noteClosed, readBatchRecords } from '../../../activities/batch/batch-records.ts';
import { lookAtBatches } from '../../../activities/batch/look-at-batches.ts';
import type { FoundBatch, ProviderBatches } from '../../../activities/batch/provider-batches.ts';
import { createBatchSender } from '../../../activities/batch/submit-batches.ts';
import type { WorkItem } from '../../../activities/inference/work-items.ts';
import type { BatchEndpoint } from '../../../activities/models/http/batch-endpoint.ts';

const FOLDER = 'runs/r/t/batches/0-9';
const never = new AbortController().signal;

let stores = 0;
const freshStore = () => createMemoryStore(`batches-${(stores += 1)}`);

function item(doc: number): WorkItem {
  return {
    doc,
    repeat: 0,
    id: `t/${doc}/0`,
    rendered: { messages: [], target: '' },
    parameters: { temperature: 0, stop: [], extra: {} },
    promptSha256: `prompt ${doc}`,
    docSha256: `doc ${doc}`,
    mediaSha256: [],
  };
}

function stub(found: FoundBatch = 'none') {
  const batches: (readonly string[])[] = [];
  const provider: ProviderBatches = {
    maxRequests: 3,
    maxBytes: 100,
    line: (customId, body) => `${customId} ${body}`,
    submit: async (lines) => {
      batches.push(lines);
      return `batch-${batches.length}`;
    },
    find: async () => found,
    state: async (id) => ({ id, ending: 'none', places: [], reason: '' }),
    results: async () => undefined,
    cancel: async () => undefined,
  };
  const endpoint = {
    ask: async ({ id }: { readonly id: string }) => (id.startsWith('t/8') ? 'x'.repeat(101) : '{}'),
  } as unknown as BatchEndpoint;
  return { provider, endpoint, batches };
}

function sender(parts: ReturnType<typeof stub>, store = freshStore()) {
  const made = createBatchSender({
    ...parts,
    store,
    folder: FOLDER,
    cache: { keyOf: () => undefined },
    execution: 'e',
    number: 0,
    signal: never,
  });
  return { store, made };
}

describe('sending a shard', () => {
  test('one batch per limit of the provider, each noted before and after it is sent', async () => {
    const parts = stub();
    const { store, made } = sender(parts);
    for (let doc = 0; doc < 7; doc += 1) await made.add(item(doc));
    expect(await made.finish()).toBe(3);
    expect(parts.batches.map((lines) => lines.length)).toEqual([3, 3, 1]);
    const records = await readBatchRecords(store, FOLDER);
    expect(records.map(({ batchId }) => batchId)).toEqual(['batch-1', 'batch-2', 'batch-3']);
    expect(records.flatMap(({ questions }) => questions.map(({ doc }) => doc))).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
    expect(new Set(records.map(({ key }) => key)).size).toBe(3);
  });

  test('a question above the limit is refused alone', async () => {
    const { made } = sender(stub());
    await expect(made.add(item(8))).rejects.toMatchObject({ code: 'endpoint-rejected-request' });
    await made.add(item(1));
    expect(await made.finish()).toBe(1);
  });

  test('two attempts never send under one number', async () => {
    const first = stub();
    const { store, made } = sender(first);
    await made.add(item(0));
    await made.finish();
    const second = stub();
    const { made: late } = sender(second, store);
    await late.add(item(0));
    await expect(late.finish()).rejects.toThrow('another attempt');
    expect(second.batches).toEqual([]);
  });
});

describe('looking at batches', () => {
  const intend = async (intendedAtMs: number) => {
    const store = freshStore();
    const intent = { key: 'k', execution: 'e', intendedAtMs, questions: [] };
    await store.putIfAbsent(`${FOLDER}/0.intent.json`, Buffer.from(JSON.stringify(intent)));
    return { store, records: await readBatchRecords(store, FOLDER) };
  };

  test('a batch whose sender died is taken over where the provider knows it', async () => {
    const { store, records } = await intend(0);
    const { open } = await lookAtBatches(stub({ id: 'found' }).provider, store, records, never);
    expect(open).toHaveLength(1);
    expect((await readBatchRecords(store, FOLDER))[0]?.batchId).toBe('found');
  });

  test('one that may still show in the list is waited for', async () => {
    const { store, records } = await intend(Date.now());
    const { open } = await lookAtBatches(stub().provider, store, records, never);
    expect(open).toHaveLength(1);
  });

  test('one that never arrived is void', async () => {
    const { store, records } = await intend(0);
    const seen = await lookAtBatches(stub().provider, store, records, never);
    expect(seen).toEqual({ open: [], ended: [] });
    expect((await readBatchRecords(store, FOLDER))[0]?.closed).toBe('void');
  });

  test('closed ones are not asked about', async () => {
    const { store, records } = await intend(0);
    await noteClosed(store, records[0]!.path, 'collected');
    const closed = await readBatchRecords(store, FOLDER);
    const { provider } = stub('uncertain');
    expect(await lookAtBatches(provider, store, closed, never)).toEqual({ open: [], ended: [] });
  });
});
