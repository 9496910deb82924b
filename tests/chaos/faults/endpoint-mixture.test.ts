import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEndpointAddress, type EndpointAddress } from '../../support/fault-endpoint.ts';
import type { Fault, FaultRates } from '../../support/fake-endpoint-faults.ts';
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
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 400;
const TIMEOUT_S = 1;
const MIXTURE: FaultRates = {
  seed: 11,
  status500: 0.05,
  hang: 0.02,
  reset: 0.02,
  emptyBody: 0.02,
  invalidJson: 0.02,
  wrongModel: 0.02,
};
/** Under which code each fault is counted. */
const CODES: Partial<Record<Fault, string>> = {
  status500: 'endpoint-error',
  hang: 'timed-out',
  reset: 'endpoint-connection-lost',
  emptyBody: 'endpoint-empty-response',
  invalidJson: 'endpoint-invalid-response',
  wrongModel: 'endpoint-wrong-model',
};

describe('an endpoint that fails in every way at once (F11)', () => {
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

  const spec = (maxRetries: number) =>
    faultSpec(stack, {
      model: address.model({
        timeout: TIMEOUT_S,
        max_retries: maxRetries,
        num_concurrent: 24,
      }),
      tasks: ['letters'],
      includePaths: [include],
      maxFailedFraction: 0.5,
    });

  test('changes no byte of the results as long as requests may be sent again', async () => {
    endpoint = await address.start();
    const undisturbed = await runToEnd(stack, spec(6));
    await endpoint.stop();

    endpoint = await address.start({ faults: MIXTURE });
    const disturbed = await runToEnd(stack, spec(6));

    const { byFault } = endpoint.stats();
    for (const fault of Object.keys(CODES)) expect(byFault).toHaveProperty(fault);
    expect(disturbed.result.status).toBe('completed');
    const rows = await expectEachOnce(stack, disturbed.runId, 'letters', DOCUMENTS);
    expect(rows.every((row) => row.status === 'ok')).toBe(true);
    expect(stableText(disturbed)).toBe(stableText(undisturbed));
    const faults = Object.values(byFault).reduce((sum, count) => sum + count, 0);
    const sentAgain = rows.reduce((sum, row) => sum + row.attempts - 1, 0);
    // Each fault costs one request more and nothing else: retries are not multiplied by layers.
    expect(sentAgain).toBe(faults);
    expect(endpoint.stats().requests).toBe(DOCUMENTS + faults);
    expect(endpoint.stats().answeredAgain).toBe(0);
    printFigures('F11 retried', {
      documents: DOCUMENTS,
      faults,
      byFault: JSON.stringify(byFault),
      undisturbedMs: undisturbed.tookMs,
      disturbedMs: disturbed.tookMs,
    });
  });

  test('counts each class under its own code when nothing is sent again, and scores none', async () => {
    // An endpoint that never once answered under its own name is refused whole, so it does first.
    endpoint = await address.start();
    await runToEnd(stack, { ...spec(1), limit: 8 });
    await endpoint.stop();

    endpoint = await address.start({ faults: MIXTURE });
    const { result, runId, tookMs } = await runToEnd(stack, spec(1));
    const { byFault } = endpoint.stats();

    expect(result.status).toBe('completed');
    const found = Object.fromEntries(result.failures.map(({ code, count }) => [code, count]));
    const expected: Record<string, number> = Object.fromEntries(
      Object.entries(byFault).map(([fault, count]) => [CODES[fault as Fault], count]),
    );
    expect(Object.keys(expected).sort()).toEqual(Object.values(CODES).sort());
    expect(found).toEqual(expected);

    const failed = Object.values(expected).reduce((sum, count) => sum + count, 0);
    const counts = countsOf(result, 'letters');
    expect(counts).toMatchObject({ ok: DOCUMENTS - failed, failed });
    const scores = (result.results['results'] as Record<string, Record<string, unknown>>)[
      'letters'
    ]!;
    expect(scores['exact_match_n,none']).toBe(DOCUMENTS - failed);

    const rows = await expectEachOnce(stack, runId, 'letters', DOCUMENTS);
    const failedRows = rows.filter((row) => row.status === 'failed');
    expect(failedRows).toHaveLength(failed);
    for (const row of failedRows) expect([row.output, row.attempts]).toEqual([undefined, 1]);
    const samples = await readSamples(stack.store, runId, 'letters');
    for (const sample of samples) {
      const isFailed = sample['status'] === 'failed';
      for (const text of (sample['resps'] as unknown[]).flat()) {
        expect(String(text)).toMatch(isFailed ? /^$/ : /^[A-E]$/);
      }
      if (isFailed) expect(sample['error']).toBeDefined();
    }
    printFigures('F11 not retried', { failed, codes: JSON.stringify(found), tookMs });
  });
});
