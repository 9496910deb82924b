import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { CHAOS_TASK, finishInTime, printWorkerLogsOnFailure } from '../../support/chaos-bench.ts';
import { expectNoOrphans, expectOneRowEach } from '../../support/chaos-invariants.ts';
import { superviseWorkers, type WorkerSupervisor } from '../../support/chaos-workers.ts';
import { testSpec } from '../../support/test-spec.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 120;
const POISON = 37;

describe('a document that kills the process that tries it', () => {
  let stack: TestStack;
  let supervisor: WorkerSupervisor;
  beforeAll(async () => {
    stack = await startTestStack({ workers: 2 });
    supervisor = superviseWorkers(stack, 0);
  });
  afterAll(async () => {
    await supervisor?.stop();
    await stack?.stop();
  });
  printWorkerLogsOnFailure(() => stack);

  test('is given up after three deaths and costs the run nothing else', async () => {
    const include = writeTextTask(stack.folder, {
      name: CHAOS_TASK,
      documents: DOCUMENTS,
      mark: (index) => (index === POISON ? 'POISON' : undefined),
    });
    const args = { mode: 'hash', latency_ms: 20, num_concurrent: 8, crash_on: 'POISON' };
    const spec = testSpec(stack.storeUrl, {
      model: { id: 'mock', args },
      tasks: [CHAOS_TASK],
      includePaths: [include],
    });
    const startedAtMs = Date.now();
    await stack.evaluations.start(spec);
    const result = await finishInTime(stack, spec.runId, 90_000);
    const deaths = supervisor.deaths();
    await supervisor.stop();
    const rows = await expectOneRowEach(stack, spec.runId, DOCUMENTS);
    const bad = rows.filter(({ status }) => status !== 'ok');
    console.log(
      `[chaos] F12: worker deaths ${deaths}, documents given up ${bad.length}, ms ${Date.now() - startedAtMs}`,
    );
    expect(bad.map(({ doc, status, error }) => [doc, status, error?.code])).toEqual([
      [POISON, 'failed', 'poison-document'],
    ]);
    expect(result.status).toBe('completed');
    expect((result.results['counts'] as JsonObject)[CHAOS_TASK]).toMatchObject({
      ok: DOCUMENTS - 1,
      failed: 1,
    });
    // Three; a fourth when the disk was so slow that rows written before the first death were lost.
    expect(deaths).toBeGreaterThanOrEqual(3);
    expect(deaths).toBeLessThanOrEqual(4);
    await expectNoOrphans(stack);
  });
});
