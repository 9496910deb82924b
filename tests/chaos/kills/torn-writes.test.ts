import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHAOS_CONCURRENCY,
  printWorkerLogsOnFailure,
  stableText,
  startChaosBench,
  type ChaosBench,
} from '../../support/chaos-bench.ts';
import { expectNoOrphans, expectOneRowEach } from '../../support/chaos-invariants.ts';
import { createChaosRandom } from '../../support/chaos-random.ts';
import { tearLedgerLines, whenWritten } from '../../support/chaos-torn-writes.ts';
import { keepWorkers, killAllWorkers } from '../../support/chaos-workers.ts';

const DOCUMENTS = 200;
/** Runs at once: one kill is a torn moment for each of them, all at different points. */
const RUNS = 5;
/**
 * What is on disk when the workers die: rows, a compacted shard that nobody accepted yet, the list of
 * accepted shards before its reference is recorded.
 */
const MOMENTS = [/\/infer\//, /\/ledger\//, /\/(shards|ledger)\//];

describe('runs that are killed between two writes', () => {
  let bench: ChaosBench;
  beforeAll(async () => {
    bench = await startChaosBench({ documents: DOCUMENTS, latencyMs: 20 });
    await keepWorkers(bench.stack, 1);
  });
  afterAll(() => bench?.stop());
  printWorkerLogsOnFailure(() => bench?.stack);

  test('lose no row, count none twice and never read half a line', async () => {
    const random = createChaosRandom(26);
    const startedAtMs = Date.now();
    const runs = await Promise.all(Array.from({ length: RUNS }, () => bench.start()));
    let torn = 0;
    for (const moment of MOMENTS) {
      await whenWritten(bench.stack, moment, Math.floor(random.between(1, 6)));
      await killAllWorkers(bench.stack);
      for (const { runId } of runs) torn += tearLedgerLines(bench.stack, runId, random);
      await keepWorkers(bench.stack, 1);
    }
    for (const run of runs) {
      const result = await run.finish(150_000);
      expect(result.status).toBe('completed');
      await expectOneRowEach(bench.stack, run.runId, DOCUMENTS);
      expect(stableText(result)).toBe(bench.undisturbed);
    }
    const { requests } = await bench.endpoint.stats();
    const sentAgain = requests - RUNS * DOCUMENTS;
    console.log(
      `[chaos] F26: ${MOMENTS.length} kills of ${RUNS} runs, torn lines ${torn}, calls sent again ${sentAgain}, ${Date.now() - startedAtMs} ms`,
    );
    expect(torn).toBeGreaterThan(RUNS);
    expect(sentAgain).toBeLessThanOrEqual(MOMENTS.length * CHAOS_CONCURRENCY);
    await expectNoOrphans(bench.stack);
  });
});
