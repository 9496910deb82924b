import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureHistories } from '../../support/measure-histories.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { testSpec } from '../../support/test-spec.ts';
import { writeTextTask } from '../../support/text-task.ts';

const model = { id: 'mock', args: { mode: 'hash', num_concurrent: 256 } };

describe('histories', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack.stop());

  test('stay under 4,096 events and 10 KB a payload for 100,000 documents', async () => {
    const include = writeTextTask(stack.folder, { name: 'many', documents: 100_000 });
    const spec = testSpec(stack.storeUrl, { model, tasks: ['many'], includePaths: [include] });
    await stack.evaluations.start(spec);
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    const measured = await measureHistories(stack.client, spec.runId);
    console.log(`100,000 documents: ${JSON.stringify(measured)}`);
    expect(measured.runs).toBeGreaterThanOrEqual(2);
    expect(measured.mostEvents).toBeLessThan(4096);
    expect(measured.largestPayloadBytes).toBeLessThan(10_000);
    expect((result.results['counts'] as Record<string, unknown>)['many']).toMatchObject({
      ok: 100_000,
    });
  }, 240_000);
});

describe('a server that suggests continue-as-new early', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': '60' },
    });
  });
  afterAll(() => stack.stop());

  test('gets the same results over several runs of a workflow as over one', async () => {
    const include = writeTextTask(stack.folder, { name: 'chained', documents: 4000 });
    // Slow enough for shards of a few hundred documents, so that there are events to count.
    const slowModel = { id: 'mock', args: { mode: 'hash', num_concurrent: 8, latency_ms: 10 } };
    const spec = testSpec(stack.storeUrl, {
      model: slowModel,
      tasks: ['chained'],
      includePaths: [include],
      window: 2,
    });
    await stack.evaluations.start(spec);
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    const measured = await measureHistories(stack.client, spec.runId);
    expect(measured.continued).toBeGreaterThanOrEqual(1);
    const rows = await readLedger(stack.store, spec.runId, 'chained');
    expect(rows.map((row) => row.doc)).toEqual(Array.from({ length: 4000 }, (_, index) => index));
  });

  test('finishes all tasks when the evaluation itself continues as new', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `part_${index}`);
    const includePaths = names.map((name) => writeTextTask(stack.folder, { name, documents: 30 }));
    const spec = testSpec(stack.storeUrl, { model, tasks: names, includePaths, taskWindow: 2 });
    await stack.evaluations.start(spec);
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    expect(Object.keys(result.results['results'] as object).sort()).toEqual(names);
  });
});
