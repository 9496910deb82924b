import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  printWorkerLogsOnFailure,
  stableText,
  startChaosBench,
  type ChaosBench,
} from '../../support/chaos-bench.ts';
import { expectNoOrphans, expectOneRowEach } from '../../support/chaos-invariants.ts';
import { keepWorkers, killAllWorkers } from '../../support/chaos-workers.ts';
import { S3_START_TIMEOUT_MS, startS3Server, type S3Server } from '../../support/s3-server.ts';

const DOCUMENTS = 300;
const WORKERS = 2;
/** Calls in flight and what finished within one flush of 500 ms; the figure that was promised. */
const MOST_ANSWERED_AGAIN = 64;

describe('a run on an object store whose workers are all killed', () => {
  let s3: S3Server;
  let bench: ChaosBench;
  beforeAll(async () => {
    s3 = await startS3Server();
    bench = await startChaosBench({
      documents: DOCUMENTS,
      latencyMs: 200,
      store: s3.url,
      environment: s3.environment,
    });
    await keepWorkers(bench.stack, WORKERS);
  }, S3_START_TIMEOUT_MS);
  afterAll(async () => {
    await bench?.stop();
    await s3?.stop();
    for (const name of Object.keys(s3?.environment ?? {})) delete process.env[name];
  });
  printWorkerLogsOnFailure(() => bench?.stack);

  test('goes on with new workers and pays again for little', async () => {
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 2);
    const killed = await killAllWorkers(bench.stack);
    expect(killed).toBe(WORKERS);
    await keepWorkers(bench.stack, WORKERS);
    const backAtMs = Date.now();
    const result = await run.finish(60_000);
    const { sentAgain, answeredAgain } = await run.waste();
    console.log(
      `[chaos] all workers killed on ${s3.kind}: calls sent again ${sentAgain}, answered again ${answeredAgain}, ms to the end ${Date.now() - backAtMs}`,
    );
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(answeredAgain).toBeLessThanOrEqual(MOST_ANSWERED_AGAIN);
    await expectNoOrphans(bench.stack);
  });
});
