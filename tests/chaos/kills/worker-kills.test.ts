import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHAOS_CONCURRENCY,
  printWorkerLogsOnFailure,
  stableText,
  startChaosBench,
  type ChaosBench,
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
/** A dead worker is noticed after 8 s; planning, scoring and aggregation beat with 20 s. */
const HEARTBEAT_MS = 8_000;
const MARGIN_MS = 40_000;

describe('a run whose workers are killed', () => {
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
  afterAll(() => bench?.stop());
  printWorkerLogsOnFailure(() => bench?.stack);

  const report = (name: string, facts: Readonly<Record<string, unknown>>) => {
    const text = Object.entries(facts).map(([key, value]) => `${key} ${String(value)}`);
    console.log(`[chaos] ${name}: ${text.join(', ')}`);
  };

  test('goes on when one of four workers is killed, five times over', async () => {
    const kills = 5;
    const random = createChaosRandom(1);
    const run = await bench.start();
    const moments = Array.from({ length: kills }, () => random.between(0.05, 0.9) * DOCUMENTS);
    const supervisor = superviseWorkers(bench.stack, 1_000);
    for (const moment of moments.sort((left, right) => left - right)) {
      await run.whenAnswered(moment);
      await killOneWorker(bench.stack, random);
    }
    const lastKillAtMs = Date.now();
    const result = await run.finish(kills * HEARTBEAT_MS + MARGIN_MS);
    const recoveredMs = Date.now() - lastKillAtMs;
    await supervisor.stop();
    expect(supervisor.deaths()).toBe(kills);
    const again = await run.answeredAgain();
    report('F1', { kills, 'answered again': again, 'ms after the last kill': recoveredMs });
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(again).toBeLessThanOrEqual(kills * CHAOS_CONCURRENCY);
  });

  test('goes on when every worker is killed half-way and new ones are started', async () => {
    await keepWorkers(bench.stack, 4);
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 2);
    const killed = await killAllWorkers(bench.stack);
    await keepWorkers(bench.stack, 4);
    const backAtMs = Date.now();
    const result = await run.finish(HEARTBEAT_MS + MARGIN_MS);
    const again = await run.answeredAgain();
    const recoveredMs = Date.now() - backAtMs;
    report('all workers killed', { killed, 'answered again': again, 'ms to the end': recoveredMs });
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(again).toBeLessThanOrEqual(killed * CHAOS_CONCURRENCY);
  });

  test('gives the same results when it begins on one worker and ends on three', async () => {
    await keepWorkers(bench.stack, 1);
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 4);
    await killAllWorkers(bench.stack);
    await keepWorkers(bench.stack, 3);
    const result = await run.finish(HEARTBEAT_MS + MARGIN_MS);
    const again = await run.answeredAgain();
    report('one worker, then three', { 'answered again': again });
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(again).toBeLessThanOrEqual(CHAOS_CONCURRENCY);
  });

  test('is resumed from its ledger after the server lost it', async () => {
    await keepWorkers(bench.stack, 2);
    const run = await bench.start();
    await run.whenAnswered(DOCUMENTS / 2);
    await bench.stack.client.workflow.getHandle(`evaluate/${run.runId}`).terminate('chaos');
    await bench.stack.evaluations.resume(run.runId, { retryFailed: false });
    const result = await run.finish(HEARTBEAT_MS + MARGIN_MS);
    const again = await run.answeredAgain();
    report('terminated and resumed', { 'answered again': again });
    expect(result.status).toBe('completed');
    await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
    expect(stableText(result)).toBe(bench.undisturbed);
    expect(again).toBeLessThanOrEqual(2 * CHAOS_CONCURRENCY);
  });

  test('leaves no orphan and no secret behind', async () => {
    await expectNoOrphans(bench.stack);
    const scanned = await expectNoSecret(bench.stack, CANARY);
    report('canary', { 'files and histories searched': scanned });
    expect(scanned).toBeGreaterThan(50);
  });
});
