import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHAOS_CONCURRENCY,
  printWorkerLogsOnFailure,
  stableText,
  startChaosBench,
  type ChaosBench,
  type ChaosRun,
} from '../../support/chaos-bench.ts';
import {
  expectNoOrphans,
  expectNoSecret,
  expectOneRowEach,
} from '../../support/chaos-invariants.ts';
import { createChaosRandom } from '../../support/chaos-random.ts';
import {
  keepWorkers,
  killAllWorkers,
  killOneWorker,
  superviseWorkers,
} from '../../support/chaos-workers.ts';

const DOCUMENTS = 800;
const CANARY = 'canary-4d1f0c5e9b7a-secret';
/** After which a dead worker's shard is given to another. */
const HEARTBEAT_MS = 8_000;
/** For planning, scoring and aggregation, which beat with 20 s, and for busy machines. */
const MARGIN_MS = 40_000;

describe('a run whose processes are killed', () => {
  let bench: ChaosBench;
  beforeAll(async () => {
    bench = await startChaosBench({
      documents: DOCUMENTS,
      latencyMs: 120,
      apiKey: CANARY,
      environment: { OPENAI_API_KEY: CANARY },
    });
    await keepWorkers(bench.stack, 4);
  });
  afterAll(async () => {
    delete process.env['OPENAI_API_KEY'];
    await bench?.stop();
  });
  printWorkerLogsOnFailure(() => bench?.stack);

  /** Waits for the end and checks what no fault may change; `killed` worker processes died. */
  const expectUndisturbed = async (
    name: string,
    run: ChaosRun,
    { killed, withinMs }: { readonly killed: number; readonly withinMs: number },
  ) => {
    const fromMs = Date.now();
    const result = await run.finish(withinMs);
    const tookMs = Date.now() - fromMs;
    const { sentAgain, answeredAgain } = await run.waste();
    console.log(
      `[chaos] ${name}: workers killed ${killed}, calls sent again ${sentAgain}, answered again ${answeredAgain}, ${tookMs} ms to the end`,
    );
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(sentAgain).toBeLessThanOrEqual(killed * CHAOS_CONCURRENCY);
    expect(answeredAgain).toBeLessThanOrEqual(sentAgain);
  };

  test('goes on when one of four workers is killed, five times over', async () => {
    const kills = 5;
    const random = createChaosRandom(1);
    const moments = Array.from({ length: kills }, () => random.between(0.05, 0.9) * DOCUMENTS);
    const run = await bench.start();
    const supervisor = superviseWorkers(bench.stack, 1_000);
    for (const moment of moments.sort((left, right) => left - right)) {
      await run.whenAnswered(moment);
      await killOneWorker(bench.stack, random);
    }
    const withinMs = kills * HEARTBEAT_MS + MARGIN_MS;
    await expectUndisturbed('F1, one of four', run, { killed: kills, withinMs });
    await supervisor.stop();
    expect(supervisor.deaths()).toBe(kills);
  });

  test('goes on when every worker is killed half-way and new ones are started', async () => {
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 2);
    const killed = await killAllWorkers(bench.stack);
    expect(killed).toBe(4);
    await keepWorkers(bench.stack, 2);
    await expectUndisturbed('all workers', run, { killed, withinMs: HEARTBEAT_MS + MARGIN_MS });
  });

  test('ends by itself when the Temporal server is killed and comes back', async () => {
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 3);
    await bench.stack.temporal.kill();
    expect(await run.answered()).toBeLessThan(DOCUMENTS);
    await bench.stack.temporal.restart();
    // No worker dies, but a shard may have been given to another while nobody heard its beat.
    const withinMs = HEARTBEAT_MS + MARGIN_MS;
    await expectUndisturbed('F4, the server', run, { killed: 0, withinMs });
  });

  test('is resumed from its ledger after the server lost it', async () => {
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 2);
    await bench.stack.client.workflow.getHandle(`evaluate/${run.runId}`).terminate('lost');
    await bench.stack.evaluations.resume(run.runId, { retryFailed: false });
    // Cancelled shards let their calls in flight finish, so nothing is asked twice.
    await expectUndisturbed('terminated', run, { killed: 0, withinMs: HEARTBEAT_MS + MARGIN_MS });
  });

  test('gives the same results when it begins on one worker and ends on three', async () => {
    await keepWorkers(bench.stack, 1);
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 4);
    const killed = await killAllWorkers(bench.stack);
    await keepWorkers(bench.stack, 3);
    await expectUndisturbed('one, then three', run, {
      killed,
      withinMs: HEARTBEAT_MS + MARGIN_MS,
    });
  });

  test('leaves no orphan and no secret behind', async () => {
    await expectNoOrphans(bench.stack);
    const scanned = await expectNoSecret(bench.stack, CANARY);
    console.log(`[chaos] canary: absent from ${scanned} files and histories`);
    expect(scanned).toBeGreaterThan(50);
  });
});
