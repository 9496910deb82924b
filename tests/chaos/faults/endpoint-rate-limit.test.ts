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
    for (const { resps } of samples) expect(String(resps)).toMatch(/^[A-E]$/);
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
    const limits = { ceiling: 4, retryAfterS: 2 };
    endpoint = await address.start({ latencyMs: 150, faults: { status429: limits } });
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
    });
    await evaluations.start(one);
    await waitUntil('the first refusals', () => (running.stats().byFault.status429 ?? 0) >= 10);
    limits.ceiling = Number.POSITIVE_INFINITY;
    const refused = running.stats().byFault.status429 ?? 0;
    let highest = 0;
    // Before a window of answers is full, nothing has raised the concurrency again.
    const settled = running.stats().answered + concurrency;
    await waitUntil('the refused requests to come again', () => {
      highest = Math.max(highest, inFlight());
      return running.stats().answered >= settled;
    });
    const result = await evaluations.result(one.runId);
    expect(result.status).toBe('completed');
    expect(countsOf(result, 'letters')['ok']).toBe(DOCUMENTS);
    // One cut leaves 22 of 32; one per refusal would leave a single request in flight.
    expect(highest).toBeGreaterThan(concurrency * factor * factor);
    expect(highest).toBeLessThanOrEqual(concurrency);
    printFigures('F10 one cut', { concurrency, refused, highestAfterwards: highest });
  });
});
