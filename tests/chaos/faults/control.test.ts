import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEndpointAddress, type EndpointAddress } from '../../support/fault-endpoint.ts';
import type { FakeEndpoint } from '../../support/fake-endpoint.ts';
import {
  expectEachOnce,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  runToEnd,
  stableText,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 400;
const CONCURRENCY = 8;
/** A heartbeat carries the order, then calls in flight end. */
const QUIET_WITHIN_MS = 8_000;

describe('control in the middle of inference (F15)', () => {
  let stack: TestStack;
  let address: EndpointAddress;
  let endpoint: FakeEndpoint;
  let include: string;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack();
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
    address = await openEndpointAddress();
    endpoint = await address.start({ latencyMs: 100 });
  });
  afterAll(async () => {
    await endpoint?.stop();
    await stack?.stop();
  });

  const spec = () =>
    faultSpec(stack, {
      model: address.model({ num_concurrent: CONCURRENCY }),
      tasks: ['letters'],
      includePaths: [include],
    });
  const inFlight = () => {
    const { requests, answered } = endpoint.stats();
    return requests - answered;
  };
  const highestDuring = async (durationMs: number) => {
    let highest = 0;
    const until = Date.now() + durationMs;
    while (Date.now() < until) {
      highest = Math.max(highest, inFlight());
      await delay(5);
    }
    return highest;
  };

  test('pause, continue and set-concurrency are checked, take effect and change no result', async () => {
    const undisturbed = await runToEnd(stack, spec());
    address.answers.clear();
    const { evaluations } = stack;
    const { runId } = await evaluations.start(spec());
    await waitUntil('the first answers', () => address.answers.total() >= 40);

    for (const bad of [0, -1, 1.5, 10_001]) {
      await expect(evaluations.setConcurrency(runId, bad)).rejects.toThrow(
        `Cannot set the concurrency to ${bad}: expected a whole number from 1 to 10000.`,
      );
    }
    await expect(evaluations.continue(runId)).rejects.toThrow(/the run is not paused/);

    const pausedAt = performance.now();
    await evaluations.pause(runId);
    await expect(evaluations.pause(runId)).rejects.toThrow(/the run is paused already/);
    expect((await evaluations.describe(runId)).status).toBe('paused');
    let before = -1;
    await waitUntil(
      'the requests to end',
      async () => {
        before = endpoint.stats().requests;
        await delay(700);
        return inFlight() === 0 && endpoint.stats().requests === before;
      },
      QUIET_WITHIN_MS,
    );
    const quietAfterMs = Math.round(performance.now() - pausedAt);
    const answeredAtPause = address.answers.total();
    expect(answeredAtPause).toBeLessThan(DOCUMENTS);

    await evaluations.continue(runId);
    await waitUntil('more answers', () => address.answers.total() > answeredAtPause);
    expect((await evaluations.describe(runId)).status).toBe('running');

    await evaluations.setConcurrency(runId, 2);
    // Until the shards have started again under the new limit, calls of the old one end.
    await waitUntil('the lower concurrency', async () => (await highestDuring(400)) <= 2, 15_000);
    const highest = await highestDuring(1_000);
    expect(highest).toBeLessThanOrEqual(2);
    await evaluations.setConcurrency(runId, 32);
    const result = await evaluations.result(runId);

    expect(result.status).toBe('completed');
    await expectEachOnce(stack, runId, 'letters', DOCUMENTS);
    expect(stableText({ result })).toBe(stableText(undisturbed));
    expect(address.answers.again()).toBe(0);
    printFigures('F15 control', {
      quietAfterMs,
      answeredAtPause,
      highestUnderTwo: highest,
      answeredAgain: address.answers.again(),
    });
  });
});
