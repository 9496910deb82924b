import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationProgress } from '../../../workflows/messages.ts';
import { openEndpointAddress, type EndpointAddress } from '../../support/fault-endpoint.ts';
import type { FakeEndpoint } from '../../support/fake-endpoint.ts';
import {
  expectEachOnce,
  expectNothingRuns,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  resumeToEnd,
  runToEnd,
  stableText,
  taskStates,
  waitUntil,
} from '../../support/fault-runs.ts';
import { writeSlowTask } from '../../support/fault-slow-task.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const STOPS_WITHIN_MS = 10_000;
const CONCURRENCY = 8;
/** Long enough that an order, carried by a heartbeat every two seconds, finds work left. */
const LATENCY_MS = 100;
const DOCUMENTS = { letters: 300, others: 100, scored: 150, aggregated: 600 } as const;
type TaskName = keyof typeof DOCUMENTS;

describe('cancelling in each stage (F15)', () => {
  let stack: TestStack;
  let address: EndpointAddress;
  let endpoint: FakeEndpoint | undefined;
  let includes: string[];
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack();
    const { folder } = stack;
    includes = [
      writeTextTask(folder, { name: 'letters', documents: DOCUMENTS.letters }),
      writeTextTask(folder, {
        name: 'others',
        documents: DOCUMENTS.others,
        mark: () => 'Not of the same letters.',
      }),
      writeSlowTask(folder, {
        name: 'scored',
        documents: DOCUMENTS.scored,
        slow: 'score',
        scoreMs: 20,
      }),
      writeSlowTask(folder, {
        name: 'aggregated',
        documents: DOCUMENTS.aggregated,
        slow: 'aggregate',
      }),
    ];
    address = await openEndpointAddress();
  });
  afterEach(async () => {
    await endpoint?.stop();
    endpoint = undefined;
    address.answers.clear();
  });
  afterAll(() => stack?.stop());

  const spec = (...tasks: readonly TaskName[]) =>
    faultSpec(stack, {
      model: address.model({ num_concurrent: CONCURRENCY }),
      tasks: [...tasks],
      includePaths: includes,
    });

  const stageOf = async (runId: string, task: TaskName) => {
    const handle = stack.client.workflow.getHandle(`evaluate/${runId}`);
    const progress = await handle.query<EvaluationProgress>('evaluation-progress');
    return progress.tasks.find((one) => one.task === task)?.progress?.stage;
  };

  /** Cancels the run and waits for its end. */
  const cancelled = async (runId: string) => {
    const startedAt = performance.now();
    await stack.evaluations.cancel(runId);
    const result = await stack.evaluations.result(runId);
    const stoppedAfterMs = Math.round(performance.now() - startedAt);
    expect(result.status).toBe('cancelled');
    expect(stoppedAfterMs).toBeLessThan(STOPS_WITHIN_MS);
    expect((await stack.evaluations.describe(runId)).status).toBe('cancelled');
    return { result, stoppedAfterMs };
  };

  test('during inference: stops, keeps what was answered, and resumes to the same results', async () => {
    endpoint = await address.start({ latencyMs: LATENCY_MS });
    const undisturbed = await runToEnd(stack, spec('letters'));
    address.answers.clear();

    const { runId } = await stack.evaluations.start(spec('letters'));
    await waitUntil('a quarter of the answers', () => address.answers.total() >= 50);
    const { result, stoppedAfterMs } = await cancelled(runId);
    await expectNothingRuns(stack, runId, ['letters']);
    expect(taskStates(result)).toEqual({ letters: 'cancelled' });
    expect(result.results['status']).toBe('cancelled');
    expect(result.results['results']).toEqual({});
    const { requests } = endpoint.stats();
    const answered = address.answers.total();
    expect(answered).toBeLessThan(DOCUMENTS.letters);
    await delay(1_000);
    expect(endpoint.stats().requests).toBe(requests);

    const resumed = await resumeToEnd(stack, runId);
    expect(resumed.result.status).toBe('completed');
    await expectEachOnce(stack, runId, 'letters', DOCUMENTS.letters);
    expect(stableText(resumed)).toBe(stableText(undisturbed));
    // The calls in flight were given time to end, so nothing answered is asked again.
    expect(address.answers.again()).toBeLessThanOrEqual(CONCURRENCY);
    printFigures('F15 infer', { answered, stoppedAfterMs, askedAgain: address.answers.again() });
  });

  test('during inference on a leased model: gives the lease back for the next run', async () => {
    const leased = {
      ...spec('others'),
      model: {
        id: 'mock_leased',
        args: { mode: 'hash', latency_ms: 4 * LATENCY_MS, num_concurrent: 4 },
      },
    };
    const { runId } = await stack.evaluations.start(leased);
    await waitUntil('the inference', async () => {
      return (await stack.evaluations.progress(runId)).inFlight > 0;
    });
    const { result, stoppedAfterMs } = await cancelled(runId);
    await expectNothingRuns(stack, runId, ['others']);
    expect(taskStates(result)).toEqual({ others: 'cancelled' });
    // The only slot of the pool must be free for it.
    const next = await runToEnd(stack, {
      ...spec('others'),
      model: { id: 'mock_leased', args: { mode: 'hash', name: 'next' } },
    });
    expect(next.result.status).toBe('completed');
    printFigures('F15 lease', { stoppedAfterMs, nextRunMs: next.tookMs });
  });

  test('during scoring: stops, and resumes without asking the model again', async () => {
    endpoint = await address.start();
    const undisturbed = await runToEnd(stack, spec('scored'));
    address.answers.clear();

    const { runId } = await stack.evaluations.start(spec('scored'));
    await waitUntil('the scoring', async () => (await stageOf(runId, 'scored')) === 'score');
    const { result, stoppedAfterMs } = await cancelled(runId);
    await expectNothingRuns(stack, runId, ['scored']);
    expect(taskStates(result)).toEqual({ scored: 'cancelled' });

    const resumed = await resumeToEnd(stack, runId);
    expect(resumed.result.status).toBe('completed');
    expect(stableText(resumed)).toBe(stableText(undisturbed));
    expect(address.answers.again()).toBe(0);
    expect(address.answers.total()).toBe(DOCUMENTS.scored);
    printFigures('F15 score', { stoppedAfterMs, askedAgain: 0 });
  });

  test('during aggregation: stops, and resumes without asking the model again', async () => {
    endpoint = await address.start();
    const undisturbed = await runToEnd(stack, spec('aggregated'));
    address.answers.clear();

    const { runId } = await stack.evaluations.start(spec('aggregated'));
    await waitUntil(
      'the aggregation',
      async () => (await stageOf(runId, 'aggregated')) === 'aggregate',
    );
    const { result, stoppedAfterMs } = await cancelled(runId);
    await expectNothingRuns(stack, runId, ['aggregated']);
    expect(taskStates(result)).toEqual({ aggregated: 'cancelled' });

    const resumed = await resumeToEnd(stack, runId);
    expect(resumed.result.status).toBe('completed');
    expect(stableText(resumed)).toBe(stableText(undisturbed));
    expect(address.answers.again()).toBe(0);
    printFigures('F15 aggregate', {
      stoppedAfterMs,
      askedAgain: 0,
      aggregationMs: undisturbed.tookMs,
    });
  });

  test('one run that is scoring: another one on the same threads goes on', async () => {
    endpoint = await address.start();
    // Two threads score; three runs make sure that the cancelled one shares its thread.
    const runs = [spec('scored'), spec('scored'), spec('scored')];
    for (const run of runs) await stack.evaluations.start(run);
    for (const run of runs) {
      await waitUntil('the scoring', async () => (await stageOf(run.runId, 'scored')) === 'score');
    }
    const { stoppedAfterMs } = await cancelled(runs[0]!.runId);
    const others = await Promise.all(
      runs.slice(1).map((run) => stack.evaluations.result(run.runId)),
    );
    expect(others.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(stableText({ result: others[0]! })).toBe(stableText({ result: others[1]! }));
    printFigures('F15 shared threads', { stoppedAfterMs, others: 'completed' });
  });

  test('one task of two: the other one completes, and a resume adds the rest', async () => {
    endpoint = await address.start({ latencyMs: LATENCY_MS });
    const undisturbed = await runToEnd(stack, spec('letters', 'others'));
    address.answers.clear();

    const { runId } = await stack.evaluations.start(spec('letters', 'others'));
    await waitUntil('answers of both', () => address.answers.total() >= 40);
    await expect(stack.evaluations.cancel(runId, 'nothing')).rejects.toThrow(
      /Cannot cancel task nothing: this run has letters, others/,
    );
    const startedAt = performance.now();
    await stack.evaluations.cancel(runId, 'letters');
    await waitUntil(
      'the child to end',
      async () => {
        const child = stack.client.workflow.getHandle(`evaluate/${runId}/letters`);
        return (await child.describe()).status.name === 'CANCELLED';
      },
      STOPS_WITHIN_MS,
    );
    const stoppedAfterMs = Math.round(performance.now() - startedAt);
    await expect(stack.evaluations.cancel(runId, 'letters')).rejects.toThrow(
      /Cannot cancel task letters: it is cancelled already/,
    );
    const result = await stack.evaluations.result(runId);
    expect(taskStates(result)).toEqual({ letters: 'cancelled', others: 'completed' });
    expect(Object.keys(result.results['results'] as object)).toEqual(['others']);
    const both = undisturbed.result.results['results'] as Record<string, unknown>;
    expect((result.results['results'] as Record<string, unknown>)['others']).toEqual(
      both['others'],
    );
    // A run without one of its tasks is no completed evaluation, and must not look like one.
    expect(result.status).toBe('cancelled');
    expect(result.results['status']).toBe('cancelled');
    expect((await stack.evaluations.describe(runId)).status).toBe('cancelled');
    const listed = await stack.evaluations.list(50);
    expect(listed.find((one) => one.runId === runId)?.status).toBe('cancelled');
    await expectNothingRuns(stack, runId, ['letters', 'others']);

    const resumed = await resumeToEnd(stack, runId);
    expect(resumed.result.status).toBe('completed');
    expect(stableText(resumed)).toBe(stableText(undisturbed));
    expect(address.answers.again()).toBeLessThanOrEqual(CONCURRENCY);
    printFigures('F15 one of two', { stoppedAfterMs, askedAgain: address.answers.again() });
  });
});
