import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { stableResults } from '../../../core/results-file.ts';
import { runPaths } from '../../../core/run-paths.ts';
import type { EvaluationSpec } from '../../../core/spec.ts';
import { startFakeHub, type FakeHub } from '../../support/fake-hub.ts';
import { testSpec } from '../../support/test-spec.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 120;

describe('an evaluation beside a baseline', () => {
  let hub: FakeHub;
  let stack: TestStack;
  let include: string;
  beforeAll(async () => {
    hub = await startFakeHub();
    stack = await startTestStack({ environment: { HF_ENDPOINT: hub.endpoint } });
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
  });
  afterAll(async () => {
    await stack.stop();
    await hub.stop();
    delete process.env['HF_ENDPOINT'];
  });

  const run = async (changes: Partial<EvaluationSpec> = {}) => {
    const spec = testSpec(stack.storeUrl, {
      model: { id: 'mock', args: { mode: 'hash' } },
      tasks: ['letters'],
      includePaths: [include],
      ...changes,
    });
    await stack.evaluations.start(spec);
    return { spec, result: await stack.evaluations.result(spec.runId) };
  };
  const comparisonOf = (results: JsonObject) =>
    (results['comparisons'] as JsonObject | undefined)?.['letters'] as JsonObject;
  const always = (answer: string): EvaluationSpec['model'] => ({
    id: 'mock',
    args: { mode: 'constant', response: answer },
  });

  test('compares with an earlier run, document by document, in results and report', async () => {
    const before = await run({ model: always('A') });
    const { spec, result } = await run({ baseline: before.spec.runId });
    expect(result.status).toBe('completed');
    const comparison = comparisonOf(result.results);
    expect(comparison).toMatchObject({
      baseline: before.spec.runId,
      documents: { paired: DOCUMENTS, verified: DOCUMENTS, different: 0 },
      metrics: { 'exact_match,none': { n: DOCUMENTS, baseline: 0.2 } },
    });
    const scores = (result.results['results'] as JsonObject)['letters'];
    expect(scores).toMatchObject({ paired_baseline: before.spec.runId });
    const report = Buffer.from(await stack.store.get(runPaths.report(spec.runId))).toString();
    expect(report).toContain('Comparison with the baseline');

    const again = await run({ baseline: before.spec.runId });
    expect(JSON.stringify(stableResults(again.result.results))).toBe(
      JSON.stringify(stableResults(result.results)),
    );
  });

  test('reads the samples of lmms-eval from a file and from the Hub', async () => {
    const lines = Array.from({ length: DOCUMENTS - 20 }, (_, doc) =>
      JSON.stringify({ doc_id: doc, target: 'ABCDE'[doc % 5], filtered_resps: 'A' }),
    );
    const path = join(stack.folder, 'samples_letters.jsonl');
    writeFileSync(path, lines.join('\n'));
    hub.commit('user/logs', { '1_samples_letters.jsonl': lines.join('\n') });
    for (const baseline of [path, 'hf://user/logs']) {
      const { result } = await run({ model: always('A'), baseline });
      expect(comparisonOf(result.results)).toMatchObject({
        documents: { paired: DOCUMENTS - 20, verified: 0, only_current: 20 },
        metrics: { 'exact_match,none': { difference: 0, p_value: 1 } },
      });
    }
  });

  test('refuses a baseline that is not there before a model is asked', async () => {
    const { spec, result } = await run({ baseline: '/nowhere/samples.jsonl' });
    expect(result.status).toBe('failed');
    expect(result.failures[0]?.message).toContain('Cannot find the baseline');
    const parts: string[] = [];
    for await (const { key } of stack.store.list(`runs/${spec.runId}/letters/`)) parts.push(key);
    expect(parts.filter((key) => key.includes('/infer/'))).toEqual([]);
  });

  test('rescores with a further metric, keeping the comparison', async () => {
    const before = await run({ model: always('A') });
    const { spec } = await run({ baseline: before.spec.runId });
    const { runId } = await stack.evaluations.rescore(spec.runId, { metrics: ['anls'] });
    const again = await stack.evaluations.result(runId);
    expect(again.status).toBe('completed');
    const scores = (again.results['results'] as JsonObject)['letters'] as JsonObject;
    expect(scores['anls,none']).toBeTypeOf('number');
    expect(scores['exact_match_n,none']).toBe(DOCUMENTS);
    expect(again.results['rescored_metrics']).toEqual(['anls']);
    expect(comparisonOf(again.results)).toMatchObject({ documents: { verified: DOCUMENTS } });
    const parts: string[] = [];
    for await (const { key } of stack.store.list(`runs/${runId}/letters/infer/`)) parts.push(key);
    expect(parts).toEqual([]);
  });

  test('does not add a metric to text answers that compares choices', async () => {
    const { spec } = await run({ limit: 5 });
    const { runId } = await stack.evaluations.rescore(spec.runId, { metrics: ['acc_norm'] });
    const again = await stack.evaluations.result(runId);
    expect(again.status).toBe('failed');
    expect(again.failures[0]?.message).toContain('acc_norm');
  });
});
