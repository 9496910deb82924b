import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationSpec } from '../../../core/spec.ts';
import { openEndpointAddress, type EndpointAddress } from '../../support/fault-endpoint.ts';
import type { FakeEndpoint } from '../../support/fake-endpoint.ts';
import {
  countsOf,
  expectEachOnce,
  expectNothingRuns,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  resumeToEnd,
  runToEnd,
  stableText,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 120;
/** A person is waiting: a bad address or key must not be retried for minutes. */
const FAILS_FAST_MS = 15_000;
const AWAY_MS = 5_000;
const WRONG_KEY = 'canary-wrong-key-5b1f';

describe('an endpoint that is not there, or not for us', () => {
  let stack: TestStack;
  let include: string;
  let address: EndpointAddress;
  let endpoint: FakeEndpoint | undefined;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack({ environment: { FAULT_TEST_KEY: WRONG_KEY } });
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
    address = await openEndpointAddress();
  });
  afterEach(async () => {
    await endpoint?.stop();
    endpoint = undefined;
    address.answers.clear();
  });
  afterAll(() => stack?.stop());

  const spec = (args: EvaluationSpec['model']['args'] = {}) =>
    faultSpec(stack, {
      model: address.model(args),
      tasks: ['letters'],
      includePaths: [include],
    });

  const expectOneSentence = (
    run: Awaited<ReturnType<typeof runToEnd>>,
    code: string,
    ...parts: readonly string[]
  ) => {
    expect(run.result.status).toBe('failed');
    expect(run.result.failures.map((failure) => failure.code)).toEqual([code]);
    const { message } = run.result.failures[0]!;
    for (const part of parts) expect(message).toContain(part);
    expect(message.split('\n')).toHaveLength(1);
    expect(run.tookMs).toBeLessThan(FAILS_FAST_MS);
    return message;
  };

  test('down at the start: fails fast with its address, and resumes once it is up', async () => {
    const refused = await runToEnd(stack, spec());
    const message = expectOneSentence(
      refused,
      'endpoint-unreachable',
      address.baseUrl,
      'ECONNREFUSED',
    );
    await expectNothingRuns(stack, refused.runId, ['letters']);

    endpoint = await address.start();
    const resumed = await resumeToEnd(stack, refused.runId);
    expect(resumed.result.status).toBe('completed');
    await expectEachOnce(stack, refused.runId, 'letters', DOCUMENTS);
    expect(address.answers.again()).toBe(0);
    printFigures('down at start', { failedAfterMs: refused.tookMs, resumedMs: resumed.tookMs });
    expect(message).toMatch(/\.$/);
  });

  test('away for a while in the middle: the run completes by itself', async () => {
    endpoint = await address.start({ latencyMs: 30 });
    const undisturbed = await runToEnd(stack, spec({ num_concurrent: 8 }));
    address.answers.clear();
    const disturbed = spec({ num_concurrent: 8 });
    const startedAt = performance.now();
    await stack.evaluations.start(disturbed);
    await waitUntil('the first answers', () => address.answers.total() >= DOCUMENTS / 4);
    await endpoint.stop();
    const answeredBefore = address.answers.total();
    await delay(AWAY_MS);
    endpoint = await address.start({ latencyMs: 30 });
    const backAt = performance.now();
    const result = await stack.evaluations.result(disturbed.runId);
    const tookMs = Math.round(performance.now() - startedAt);

    expect(answeredBefore).toBeLessThan(DOCUMENTS);
    expect(result.status).toBe('completed');
    expect(countsOf(result, 'letters')).toMatchObject({ ok: DOCUMENTS, failed: 0 });
    await expectEachOnce(stack, disturbed.runId, 'letters', DOCUMENTS);
    expect(stableText({ result })).toBe(stableText(undisturbed));
    // Answers cut off on their way when the endpoint went may be asked for again, others not.
    expect(address.answers.again()).toBeLessThanOrEqual(8);
    printFigures('away in the middle', {
      answeredBefore,
      answeredAgain: address.answers.again(),
      doneAfterReturnMs: Math.round(performance.now() - backAt),
      tookMs,
    });
  });

  test('a wrong key: one sentence with the address and the name of the variable, no storm', async () => {
    endpoint = await address.start({ apiKey: 'the-right-key' });
    const run = await runToEnd(stack, spec({ api_key_env: 'FAULT_TEST_KEY' }));
    const message = expectOneSentence(
      run,
      'endpoint-denied',
      address.baseUrl,
      'FAULT_TEST_KEY',
      '401',
    );
    expect(message).not.toContain(WRONG_KEY);
    expect(endpoint.stats().requests).toBe(0);
    const log = stack.workers.map((worker) => worker.log()).join('');
    expect(log).not.toContain(WRONG_KEY);
    printFigures('wrong key', { failedAfterMs: run.tookMs, questions: endpoint.stats().requests });
  });

  test('an unknown model: one sentence with the names it has, and no storm of requests', async () => {
    endpoint = await address.start({ models: ['another-model', 'third-model'] });
    const asked = spec({ num_concurrent: 8 });
    const run = await runToEnd(stack, asked);
    expectOneSentence(run, 'endpoint-model-unknown', 'fake-model', 'another-model, third-model');
    // One wave, and the request of each shard that was waiting for a slot of it.
    expect(endpoint.stats().requests).toBeLessThanOrEqual(8 + asked.window);
    expect(endpoint.stats().answered).toBe(0);
    await expectNothingRuns(stack, run.runId, ['letters']);

    const { requests } = endpoint.stats();
    await endpoint.stop();
    endpoint = await address.start();
    const resumed = await resumeToEnd(stack, run.runId);
    expect(resumed.result.status).toBe('completed');
    await expectEachOnce(stack, run.runId, 'letters', DOCUMENTS);
    printFigures('unknown model', { failedAfterMs: run.tookMs, requests });
  });
});
