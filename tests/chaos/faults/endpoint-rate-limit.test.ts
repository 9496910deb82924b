import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEndpointAddress, type EndpointAddress } from '../../support/fault-endpoint.ts';
import type { FakeEndpoint } from '../../support/fake-endpoint.ts';
import {
  countsOf,
  expectEachOnce,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  readSamples,
  runToEnd,
  stableText,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 240;
const LATENCY_MS = 20;
/** Long enough to look at what is in flight. */
const SLOW_MS = 150;

describe('an endpoint that limits the rate (F10)', () => {
  let stack: TestStack;
  let include: string;
  let address: EndpointAddress;
  let endpoint: FakeEndpoint | undefined;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack();
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
    address = await openEndpointAddress();
  });
  afterEach(async () => {
    await endpoint?.stop();
    endpoint = undefined;
  });
  afterAll(() => stack?.stop());

  const spec = (args: Record<string, string | number | boolean>, limit = DOCUMENTS) =>
    faultSpec(stack, {
      model: address.model(args),
      tasks: ['letters'],
      includePaths: [include],
      limit,
    });

  test('loses no document and changes no number, however often it says 429', async () => {
    const args = { num_concurrent: 24, adaptive_concurrency: true };
    endpoint = await address.start({ latencyMs: LATENCY_MS });
    const undisturbed = await runToEnd(stack, spec(args));
    await endpoint.stop();

    const limits = { ceiling: 8, retryAfterS: 1 };
    endpoint = await address.start({ latencyMs: LATENCY_MS, faults: { status429: limits } });
    const limited = await runToEnd(stack, spec(args));

    expect(limited.result.status).toBe('completed');
    const rows = await expectEachOnce(stack, limited.runId, 'letters', DOCUMENTS);
    expect(rows.every((row) => row.status === 'ok')).toBe(true);
    expect(stableText(limited)).toBe(stableText(undisturbed));
    const refused = endpoint.stats().byFault.status429 ?? 0;
    expect(refused).toBeGreaterThan(0);
    // A refusal is waited out, never taken for an answer: each question was answered once.
    expect(endpoint.stats().answered).toBe(DOCUMENTS);
    expect(endpoint.stats().answeredAgain).toBe(0);
    const samples = await readSamples(stack.store, limited.runId, 'letters');
    for (const { resps } of samples) expect(JSON.stringify(resps)).toMatch(/^\[+"[A-E]"\]+$/);
    expect(countsOf(limited.result, 'letters')['failed']).toBe(0);
    printFigures('F10 ceiling', {
      documents: DOCUMENTS,
      refused,
      failed: 0,
      undisturbedMs: undisturbed.tookMs,
      limitedMs: limited.tookMs,
    });
  });

  test('is left alone by one cut per episode, not one per refusal', async () => {
    const concurrency = 32;
    const factor = 0.7;
    // Refuses what is over the ceiling until the whole first wave has been answered or refused.
    const limits = { ceiling: 4, retryAfterS: 1 };
    endpoint = await address.start({ latencyMs: SLOW_MS, faults: { status429: limits } });
    const running = endpoint;
    const inFlight = () => {
      const { requests, answered, byFault } = running.stats();
      return requests - answered - (byFault.status429 ?? 0);
    };
    const { evaluations } = stack;
    const one = spec({
      num_concurrent: concurrency,
      adaptive_concurrency: true,
      adaptive_decrease_factor: factor,
      // One more per window of answers, so that the cut is still to be seen.
      adaptive_increase_step: 0.01,
    });
    await evaluations.start(one);
    await waitUntil('the first refusals', () => (running.stats().byFault.status429 ?? 0) >= 10);
    limits.ceiling = Number.POSITIVE_INFINITY;
    // Refused requests keep their slots while they wait; the cut shows once all of them are answered.
    await waitUntil('the refused requests to come again', () => {
      const { requests, prompts, byFault } = running.stats();
      return requests - prompts >= (byFault.status429 ?? 0);
    });
    await delay(2 * SLOW_MS);
    const settled = running.stats().answered;
    const refused = running.stats().byFault.status429 ?? 0;
    let highest = 0;
    await waitUntil('answers under the new concurrency', () => {
      highest = Math.max(highest, inFlight());
      return running.stats().answered >= settled + concurrency;
    });
    const result = await evaluations.result(one.runId);
    expect(result.status).toBe('completed');
    expect(countsOf(result, 'letters')['ok']).toBe(DOCUMENTS);
    // One cut leaves 22 of 32, and a few more are added meanwhile; one cut per refusal would leave a
    // handful of requests in flight.
    expect(highest).toBeGreaterThan(concurrency * factor * factor);
    expect(highest).toBeLessThan(concurrency);
    printFigures('F10 one cut', { concurrency, refused, highestAfterwards: highest });
  });
});
