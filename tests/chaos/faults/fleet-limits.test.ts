import { afterEach, describe, expect, test } from 'vitest';
import { spawnFakeEndpoint, type SpawnedFakeEndpoint } from '../../support/spawn-fake-endpoint.ts';
import { openEndpointAddress } from '../../support/fault-endpoint.ts';
import type { FakeEndpoint } from '../../support/fake-endpoint.ts';
import {
  countsOf,
  expectEachOnce,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const LATENCY_MS = 150;
const LIMIT = 8;

/** Two worker processes and two runs ask one endpoint, and keep one limit together. */
describe('limits of an endpoint that all workers and runs share (F10, F27)', () => {
  let stack: TestStack | undefined;
  let stopEndpoint: (() => Promise<void>) | undefined;
  printLogsOnFailure(() => stack);
  afterEach(async () => {
    await stack?.stop();
    await stopEndpoint?.();
    stack = undefined;
    stopEndpoint = undefined;
  });

  const startStack = async (documents: number) => {
    stack = await startTestStack({ workers: 2 });
    const include = writeTextTask(stack.folder, { name: 'letters', documents });
    const own = stack;
    const run = (baseUrl: string, args: Record<string, number>) =>
      faultSpec(own, {
        model: {
          id: 'openai_compatible',
          args: { model: 'fake-model', base_url: baseUrl, num_concurrent: 32, ...args },
        },
        tasks: ['letters'],
        includePaths: [include],
      });
    return { stack: own, run };
  };

  const spawn = async (
    options: Parameters<typeof spawnFakeEndpoint>[0],
  ): Promise<SpawnedFakeEndpoint> => {
    const endpoint = await spawnFakeEndpoint(options);
    stopEndpoint = () => endpoint.stop();
    return endpoint;
  };

  test('together they never have more calls in flight than allowed, and lose nothing', async () => {
    const documents = 300;
    const { stack: own, run } = await startStack(documents);
    const hard = { latencyMs: LATENCY_MS, faults: { status429: { ceiling: LIMIT } } };
    const endpoint = await spawn(hard);
    const specs = [1, 2].map(() => run(endpoint.baseUrl, { fleet_concurrency: LIMIT }));
    const startedAt = performance.now();
    for (const spec of specs) await own.evaluations.start(spec);
    for (const { runId } of specs) {
      const result = await own.evaluations.result(runId);
      expect(result.status).toBe('completed');
      expect(countsOf(result, 'letters')['failed']).toBe(0);
      await expectEachOnce(own, runId, 'letters', documents);
    }
    const stats = await endpoint.stats();
    expect(stats.maxInFlight).toBe(LIMIT);
    expect(stats.byFault.status429 ?? 0).toBe(0);
    expect(stats.answered).toBe(2 * documents);
    const busyMs = stats.lastAnswerAtMs! - stats.firstRequestAtMs!;
    printFigures('F27 concurrency', {
      ofIdeal: ((2 * documents * LATENCY_MS) / LIMIT / busyMs).toFixed(2),
      tookMs: Math.round(performance.now() - startedAt),
    });
  });

  test('a dead worker’s share comes back to the others', async () => {
    const documents = 400;
    const { stack: own, run } = await startStack(documents);
    const endpoint = await spawn({ latencyMs: LATENCY_MS });
    const specs = [1, 2].map(() => run(endpoint.baseUrl, { fleet_concurrency: LIMIT }));
    for (const spec of specs) await own.evaluations.start(spec);
    await waitUntil('the calls', async () => (await endpoint.stats()).answered > 60);
    await own.workers[0]!.kill();
    const killedAt = performance.now();
    await waitUntil('the whole share', async () => {
      const { maxInFlight } = await endpoint.resetStats();
      expect(maxInFlight).toBeLessThanOrEqual(LIMIT + LIMIT);
      await new Promise((resolve) => setTimeout(resolve, 400));
      return performance.now() - killedAt > 2_000 && (await endpoint.stats()).maxInFlight === LIMIT;
    });
    printFigures('F27 death', { backAfterMs: Math.round(performance.now() - killedAt) });
    for (const { runId } of specs) {
      expect((await own.evaluations.result(runId)).status).toBe('completed');
      await expectEachOnce(own, runId, 'letters', documents);
    }
  });

  test('together they keep to a rate, evenly', async () => {
    const documents = 120;
    const perMinute = 900;
    const { stack: own, run } = await startStack(documents);
    const times: number[] = [];
    const address = await openEndpointAddress();
    const endpoint: FakeEndpoint = await address.start({
      latencyMs: 10,
      onRequest: () => times.push(performance.now()),
    });
    stopEndpoint = () => endpoint.stop();
    const specs = [1, 2].map(() => run(address.baseUrl, { rpm: perMinute }));
    for (const spec of specs) await own.evaluations.start(spec);
    for (const { runId } of specs) {
      expect((await own.evaluations.result(runId)).status).toBe('completed');
      await expectEachOnce(own, runId, 'letters', documents);
    }
    // Any four seconds; two workers may each be one call early.
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 4_000).length),
    );
    expect(most).toBeLessThanOrEqual((perMinute * 4) / 60 + 2);
    const lastedS = (times.at(-1)! - times[0]!) / 1_000;
    printFigures('F27 rate', {
      most,
      perMinute: Math.round((60 * (times.length - 1)) / lastedS),
      limit: perMinute,
    });
  });

  test('finds out what an endpoint bears that says 429 (F10)', async () => {
    const documents = 400;
    const { stack: own, run } = await startStack(documents);
    const retryAfterS = 2;
    const endpoint = await spawn({
      latencyMs: LATENCY_MS,
      faults: { status429: { ceiling: LIMIT, retryAfterS } },
    });
    const specs = [1, 2].map(() =>
      run(endpoint.baseUrl, { fleet_concurrency: 32, rate_limit_patience_s: 120 }),
    );
    for (const spec of specs) await own.evaluations.start(spec);
    for (const { runId } of specs) {
      const result = await own.evaluations.result(runId);
      expect(result.status).toBe('completed');
      const rows = await expectEachOnce(own, runId, 'letters', documents);
      expect(rows.every(({ status }) => status === 'ok')).toBe(true);
    }
    const stats = await endpoint.stats();
    expect(stats.answered).toBe(2 * documents);
    expect(stats.byFault.status429 ?? 0).toBeLessThan(documents);
    const busyMs = stats.lastAnswerAtMs! - stats.firstRequestAtMs!;
    printFigures('F10 shared', {
      refused: stats.byFault.status429 ?? 0,
      ofIdeal: ((2 * documents * LATENCY_MS) / LIMIT / busyMs).toFixed(2),
    });
  });
});
