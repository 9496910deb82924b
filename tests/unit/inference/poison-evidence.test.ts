import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore } from '../../../activities/artifacts/file-store.ts';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { noCache } from '../../../activities/inference/answer-cache.ts';
import { inferShard } from '../../../activities/inference/infer-shard.ts';
import { createLimiter } from '../../../activities/inference/limiter.ts';
import { createTurns } from '../../../activities/inference/turns.ts';
import type { OpenTask } from '../../../activities/runs/open-task.ts';
import type { ShardResult } from '../../../activities/steps.ts';
import { EvalError } from '../../../core/errors.ts';

const DOCUMENTS = 24;
const CONCURRENCY = 4;

let folder: string;
let store: ArtifactStore;
/** Dead attempts hang until then; at last they close their files. */
let testIsOver: Promise<void>;
let endTest: () => void;
const shards: Promise<unknown>[] = [];

beforeEach(() => {
  testIsOver = new Promise((resolve) => {
    endTest = resolve;
  });
  folder = mkdtempSync(join(tmpdir(), 'assay-poison-'));
  store = createFileStore(folder);
});
afterEach(async () => {
  endTest();
  await Promise.allSettled(shards.splice(0));
  rmSync(folder, { recursive: true, force: true });
});

/** Only what a shard reads of a task. */
const open = {
  record: { task: 'poison', config: { repeats: 1, output_type: 'generate_until' }, offset: 0 },
  task: {
    render: ({ row }: { readonly row: { readonly number: number } }) => ({
      messages: [{ role: 'user', content: [{ type: 'text', text: `document ${row.number}` }] }],
      target: '',
    }),
  },
  async *documents(start: number, end: number) {
    for (let number = start; number < end; number += 1) yield { index: number, row: { number } };
  },
  parametersOf: () => ({}),
  fewshot: async () => [],
} as unknown as OpenTask;

/** One attempt in a process that dies, for good and in silence, when `isDeadly` says so. */
async function attempt(
  number: number,
  isDeadly: (document: number, answered: number) => boolean,
): Promise<ShardResult | 'died'> {
  let answered = 0;
  let isDead = false;
  let die: () => void = () => undefined;
  const death = new Promise<'died'>((resolve) => {
    die = () => resolve('died');
  });
  const generate = async ({ id }: { readonly id: string }) => {
    if (isDeadly(Number(id.split('/')[1]), answered)) {
      isDead = true;
      die();
    }
    await delay(1);
    if (isDead) {
      await testIsOver;
      throw new EvalError('cancelled', 'The test is over.');
    }
    answered += 1;
    const timing = { latencyMs: 1 };
    return { text: 'A', finishReason: 'stop', usage: {}, timing, attempts: 1 };
  };
  const adapter = { generate, concurrency: () => CONCURRENCY };
  const shard = inferShard({
    input: {
      runId: 'run',
      store: store.url,
      task: 'poison',
      start: 0,
      end: DOCUMENTS,
      concurrency: null,
      takeOver: 'nothing',
      retryFailed: false,
    },
    open,
    store,
    model: {
      adapter,
      limiter: createLimiter(() => CONCURRENCY),
      turns: createTurns(),
      setConcurrency: () => undefined,
    } as unknown as Parameters<typeof inferShard>[0]['model'],
    cache: noCache,
    attempt: number,
    token: `token${number}`,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  shards.push(shard);
  const ending = await Promise.race([shard, death]);
  // What the kernel had been given outlives the process.
  await delay(20);
  return ending;
}

test('a document that kills its process each time is given up after three deaths', async () => {
  for (const number of [1, 2, 3]) {
    expect(await attempt(number, (document) => document === 9)).toBe('died');
  }
  const result = await attempt(4, (document) => document === 9);
  expect(result).toMatchObject({ ok: DOCUMENTS - 1, failed: 1 });
  expect((result as ShardResult).failures).toMatchObject([{ code: 'poison-document', count: 1 }]);
});

test('workers lost for other reasons condemn no document', async () => {
  const answersBefore = [5, 5, 2, 3, 1];
  for (const [index, count] of answersBefore.entries()) {
    expect(await attempt(index + 1, (_, answered) => answered >= count)).toBe('died');
  }
  const result = await attempt(answersBefore.length + 1, () => false);
  expect(result).toMatchObject({ ok: DOCUMENTS, failed: 0 });
});
