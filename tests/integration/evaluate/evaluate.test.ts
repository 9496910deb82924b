import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { stableResults } from '../../../core/results-file.ts';
import { runPaths } from '../../../core/run-paths.ts';
import type { EvaluationSpec } from '../../../core/spec.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { testSpec } from '../../support/test-spec.ts';
import { writeTextTask } from '../../support/text-task.ts';

const mock = (args: EvaluationSpec['model']['args'] = {}) => ({
  id: 'mock',
  args: { mode: 'hash', ...args },
});

describe('an evaluation on one worker', () => {
  let stack: TestStack;
  let include: string;
  beforeAll(async () => {
    stack = await startTestStack();
    include = writeTextTask(stack.folder, { name: 'letters', documents: 300 });
  });
  afterAll(() => stack.stop());

  const run = async (changes: Partial<EvaluationSpec> = {}) => {
    const spec = testSpec(stack.storeUrl, {
      model: mock(),
      tasks: ['letters'],
      includePaths: [include],
      ...changes,
    });
    await stack.evaluations.start(spec);
    return { spec, result: await stack.evaluations.result(spec.runId) };
  };

  test('has exactly one accepted row per document and states its denominator', async () => {
    const { spec, result } = await run();
    expect(result.status).toBe('completed');
    const rows = await readLedger(stack.store, spec.runId, 'letters');
    expect(rows.map((row) => row.doc)).toEqual(Array.from({ length: 300 }, (_, index) => index));
    const scores = (result.results['results'] as JsonObject)['letters'] as JsonObject;
    expect(scores['exact_match_n,none']).toBe(300);
    expect(result.results['counts']).toEqual({
      letters: { ok: 300, unparsed: 0, refused: 0, failed: 0, skipped: 0 },
    });
  });

  test('gives the same results file again, times aside, whatever the shard borders were', async () => {
    const one = await run({ window: 1 });
    const other = await run({ window: 5 });
    const stable = ({ result }: typeof one) => JSON.stringify(stableResults(result.results));
    expect(stable(other)).toBe(stable(one));
  });

  test('repeats each document as often as asked and reports stability', async () => {
    const { spec, result } = await run({ repeats: 3, limit: 20 });
    const rows = await readLedger(stack.store, spec.runId, 'letters');
    expect(rows.map((row) => `${row.doc}/${row.repeat}`)).toHaveLength(60);
    expect(new Set(rows.map((row) => `${row.doc}/${row.repeat}`)).size).toBe(60);
    const scores = (result.results['results'] as JsonObject)['letters'] as JsonObject;
    expect(Object.keys(scores).some((key) => key.includes('expected_accuracy'))).toBe(true);
  });

  test('fails with the grouped causes when more documents fail than the budget allows', async () => {
    const { result } = await run({ model: mock({ fail_rate: 0.5, fail_seed: 1 }) });
    expect(result.status).toBe('failed');
    expect(result.failures[0]!.count).toBeGreaterThan(15);
    expect((result.results['tasks'] as JsonObject)['letters']).toMatchObject({ state: 'failed' });
    const scores = (result.results['results'] as JsonObject)['letters'] as JsonObject;
    expect(Object.keys(scores)).toEqual(['alias']);
  });

  test('goes on when documents fail within the budget and leaves them out of the denominator', async () => {
    const { result } = await run({
      model: mock({ fail_rate: 0.03, fail_seed: 7 }),
      maxFailedFraction: 0.2,
    });
    expect(result.status).toBe('completed');
    const counts = (result.results['counts'] as JsonObject)['letters'] as Record<string, number>;
    expect(counts['failed']).toBeGreaterThan(0);
    expect(counts['ok']! + counts['failed']!).toBe(300);
    const scores = (result.results['results'] as JsonObject)['letters'] as JsonObject;
    expect(scores['exact_match_n,none']).toBe(counts['ok']);
  });

  test('scores a run again without asking the model', async () => {
    const { spec, result } = await run();
    const { runId } = await stack.evaluations.rescore(spec.runId, {});
    const again = await stack.evaluations.result(runId);
    expect(again.status).toBe('completed');
    expect(again.results['results']).toEqual(result.results['results']);
    expect(again.results['rescored_from']).toBe(spec.runId);
    const parts: string[] = [];
    for await (const { key } of stack.store.list(`runs/${runId}/letters/infer/`)) parts.push(key);
    expect(parts).toEqual([]);
  });

  test('holds a leased model for the inference and gives it back', async () => {
    const { result } = await run({ model: { id: 'mock_leased', args: { mode: 'hash' } } });
    expect(result.status).toBe('completed');
    expect(stack.workers[0]!.isAlive()).toBe(true);
  });

  test('serves a second run from the response cache and says where the answers came from', async () => {
    const cache = stack.storeUrl;
    const first = await run({ cache, limit: 50 });
    const second = await run({ cache, limit: 50 });
    const rows = await readLedger(stack.store, second.spec.runId, 'letters');
    expect(rows.every((row) => row.origin !== 'fresh')).toBe(true);
    expect(rows[0]!.origin).toEqual({ cachedFrom: first.spec.runId });
    expect(second.result.results['results']).toEqual(first.result.results['results']);
    const other = await run({ cache, limit: 50, model: mock({ name: 'another' }) });
    const otherRows = await readLedger(stack.store, other.spec.runId, 'letters');
    expect(otherRows.every((row) => row.origin === 'fresh')).toBe(true);
  });

  test('writes a report and samples that can be scored without the dataset', async () => {
    const { spec, result } = await run({ limit: 5 });
    const report = Buffer.from(await stack.store.get(runPaths.report(spec.runId))).toString();
    expect(report).toContain('letters');
    const samples = Buffer.from(await stack.store.get(runPaths.samples(spec.runId, 'letters')));
    const lines = samples.toString().trim().split('\n');
    expect(lines).toHaveLength(5);
    expect(JSON.parse(lines[4]!)).toMatchObject({
      doc_id: 4,
      filter: 'none',
      status: 'ok',
      target: 'E',
      doc: { answer: 'E', topic: 'topic 1' },
    });
    expect(result.paths.results).toContain(spec.runId);
  });
});
