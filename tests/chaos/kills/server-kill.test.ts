import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHAOS_CONCURRENCY,
  printWorkerLogsOnFailure,
  stableText,
  startChaosBench,
  type ChaosBench,
} from '../../support/chaos-bench.ts';
import { expectNoOrphans, expectOneRowEach } from '../../support/chaos-invariants.ts';
import { keepWorkers } from '../../support/chaos-workers.ts';

const DOCUMENTS = 600;
const WORKERS = 2;

describe('a run whose Temporal server is killed', () => {
  let bench: ChaosBench;
  beforeAll(async () => {
    bench = await startChaosBench({ documents: DOCUMENTS, latencyMs: 150 });
    await keepWorkers(bench.stack, WORKERS);
  });
  afterAll(() => bench?.stop());
  printWorkerLogsOnFailure(() => bench?.stack);

  test('ends by itself once the server is back on the same database', async () => {
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 3);
    await bench.stack.temporal.kill();
    const killedAt = await run.answered();
    await bench.stack.temporal.restart();
    const backAtMs = Date.now();
    const result = await run.finish(60_000);
    const again = await run.answeredAgain();
    console.log(
      `[chaos] F4: killed at ${killedAt} of ${DOCUMENTS} answers, answered again ${again}, ms from server back to the end ${Date.now() - backAtMs}`,
    );
    expect(killedAt).toBeLessThan(DOCUMENTS);
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(again).toBeLessThanOrEqual(WORKERS * CHAOS_CONCURRENCY);
    expect(bench.stack.workers.slice(1).every((worker) => worker.isAlive())).toBe(true);
    await expectNoOrphans(bench.stack);
  });
});
