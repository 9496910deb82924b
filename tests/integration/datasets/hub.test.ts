import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTaskRecord } from '../../../activities/runs/run-records.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { EvaluationSpec } from '../../../core/spec.ts';
import { printWorkerLogsOnFailure } from '../../support/chaos-bench.ts';
import { startFakeHub, type FakeHub } from '../../support/fake-hub.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { testSpec } from '../../support/test-spec.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { noisyParquet } from '../../unit/datasets/hub-fixture.ts';

const DOCUMENTS = 400;
const TOKEN = 'hf_integrationsecret';
const FILE = 'data/test-00000-of-00001.parquet';

describe('an evaluation of a dataset of the Hub', () => {
  let stack: TestStack;
  let hub: FakeHub;
  beforeAll(async () => {
    hub = await startFakeHub();
    stack = await startTestStack({
      workers: 0,
      environment: { HF_ENDPOINT: hub.endpoint, HF_TOKEN: TOKEN },
    });
  });
  afterAll(async () => {
    await stack?.stop();
    await hub?.stop();
    for (const name of ['HF_ENDPOINT', 'HF_TOKEN']) delete process.env[name];
  });
  printWorkerLogsOnFailure(() => stack);

  const worker = (cache: string, more: Readonly<Record<string, string>> = {}) =>
    stack.addWorker({ ASSAY_CACHE_DIR: join(stack.folder, cache), ...more });
  const start = async (name: string, changes: Partial<EvaluationSpec> = {}) => {
    const spec = testSpec(stack.storeUrl, {
      model: { id: 'mock', args: { mode: 'echo' } },
      tasks: [name],
      includePaths: [writeHubTask(stack.folder, name)],
      ...changes,
    });
    await stack.evaluations.start(spec);
    return spec.runId;
  };
  const scores = async (runId: string, task: string) => {
    const result = await stack.evaluations.result(runId);
    expect(result.failures).toEqual([]);
    expect(result.status).toBe('completed');
    return (result.results['results'] as JsonObject)[task] as JsonObject;
  };

  test('reads the row groups of its documents, then goes without the Hub', async () => {
    const bytes = noisyParquet(DOCUMENTS, { cellBytes: 32 * 1024 });
    const commit = hub.commit('org/ranges', { [FILE]: bytes });
    hub.gate('org/ranges', TOKEN);
    const online = await worker('ranges');
    const range = { offset: 120, limit: 20 };
    const runId = await start('ranges', range);
    expect(await scores(runId, 'ranges')).toMatchObject({
      'exact_match,none': 1,
      'exact_match_n,none': 20,
    });
    const record = await readTaskRecord(stack.store, runId, 'ranges');
    expect(record).toMatchObject({ original: DOCUMENTS, documents: 20 });
    expect(record.config.dataset_kwargs).toEqual({ revision: commit });
    expect(hub.bytesSent()).toBeGreaterThan(1_000_000);
    expect(hub.bytesSent()).toBeLessThan(bytes.length / 2);

    await online.stop();
    const asked = hub.requests.length;
    const offline = await worker('ranges', { HF_HUB_OFFLINE: '1' });
    const again = await start('ranges', range);
    expect(await scores(again, 'ranges')).toMatchObject({ 'exact_match,none': 1 });
    const others = await start('ranges', { offset: 300, limit: 5 });
    const failed = await stack.evaluations.result(others).catch((error: unknown) => error);
    expect(JSON.stringify(failed) + String(failed)).toMatch(/HF_HUB_OFFLINE is set/);
    expect(hub.requests.length).toBe(asked);
    expect(online.log() + offline.log()).not.toContain(TOKEN);
    await offline.stop();
  });

  test('killed with -9 and resumed on another host, reads the commit it began with', async () => {
    const commit = hub.commit('org/moving', {
      [FILE]: noisyParquet(DOCUMENTS, { cellBytes: 2048 }),
    });
    const first = await worker('first');
    const slow = { id: 'mock', args: { mode: 'echo', latency_ms: 60, num_concurrent: 4 } };
    const runId = await start('moving', { model: slow });
    const deadline = Date.now() + 60_000;
    while ((await stack.evaluations.progress(runId)).done < 40) {
      if (Date.now() > deadline) throw new Error('the run made no progress');
      await delay(50);
    }
    await first.kill();
    const before = hub.requests.length;
    const moved = hub.commit('org/moving', { [FILE]: noisyParquet(7, { cellBytes: 99, seed: 5 }) });
    const second = await worker('second');
    expect(await scores(runId, 'moving')).toMatchObject({
      'exact_match,none': 1,
      'exact_match_n,none': DOCUMENTS,
    });
    const rows = await readLedger(stack.store, runId, 'moving');
    expect(rows.map((row) => row.output)).toEqual(
      Array.from({ length: DOCUMENTS }, (_, index) => `q${index}`),
    );
    // The second host has a cache of its own, so it had to ask, and asked for that commit only.
    const later = hub.requests.slice(before).map(({ path }) => path);
    expect(later.some((path) => path.includes(commit))).toBe(true);
    expect(later.filter((path) => path.includes(moved) || path.includes('/main'))).toEqual([]);
    await second.stop();
  });

  test('ends with one sentence when the repository does not exist', async () => {
    const only = await worker('missing');
    const runId = await start('missing');
    const failed = await stack.evaluations.result(runId).catch((error: unknown) => error);
    expect(JSON.stringify(failed) + String(failed)).toMatch(/org\/missing .*no such dataset/);
    await only.stop();
  });
});

function writeHubTask(folder: string, name: string): string {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, `${name}.yaml`),
    `task: ${name}
dataset_path: org/${name}
test_split: test
doc_to_text: "{{ question }}"
doc_to_target: "{{ question }}"
output_type: generate_until
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
`,
  );
  return directory;
}
