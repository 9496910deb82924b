import { WithStartWorkflowOperation } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LimitLease } from '../../../activities/limits/limit-lease.ts';
import { CONTROL_QUEUE } from '../../../core/queue-names.ts';
import { limitLeaseUpdate, limitsWorkflowId } from '../../../workflows/limit-messages.ts';
import { startFakeBatchServer } from '../../support/fake-batch-server.ts';
import {
  expectEachOnce,
  faultSpec,
  printLogsOnFailure,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 30;

/** What waits for days, or serves for days, must begin a new history now and then. */
describe('a history that has grown long', () => {
  let stack: TestStack;
  printLogsOnFailure(() => stack);
  beforeAll(async () => {
    stack = await startTestStack({
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': '60' },
    });
  });
  afterAll(() => stack?.stop());

  const hasBegunAnew = async (id: string) => {
    const { raw } = await stack.client.workflow.getHandle(id).describe();
    const { execution, firstRunId } = raw.workflowExecutionInfo ?? {};
    return execution?.runId !== firstRunId;
  };

  test('a task that waits for batches begins a new one and finds them again', async () => {
    const server = await startFakeBatchServer();
    const include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
    const args = {
      model: 'fake-model',
      base_url: server.baseUrl,
      batch: true,
      batch_documents: 10,
      batch_poll_s: 0.05,
    };
    const model = { id: 'openai_compatible', args };
    const spec = faultSpec(stack, { model, tasks: ['letters'], includePaths: [include] });
    await stack.evaluations.start(spec);
    await waitUntil('the batches', () => server.batches.length === 3);
    await waitUntil('a new history', () => hasBegunAnew(`evaluate/${spec.runId}/letters`), 60_000);
    server.endAll();
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    expect(server.batches).toHaveLength(3);
    await expectEachOnce(stack, spec.runId, 'letters', DOCUMENTS);
    await server.stop();
  });

  test('the limits of an endpoint stay leased over it', async () => {
    const id = limitsWorkflowId('long');
    const ask = async (holder: string, inFlight: number): Promise<LimitLease> =>
      stack.client.workflow.executeUpdateWithStart(limitLeaseUpdate, {
        startWorkflowOperation: new WithStartWorkflowOperation('endpointLimits', {
          workflowId: id,
          taskQueue: CONTROL_QUEUE,
          args: [{}],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
        args: [
          {
            holder,
            limits: { concurrency: 8 },
            demand: { concurrency: 8, requestsPerSecond: null, tokensPerSecond: null },
            inFlight,
            peakInFlight: inFlight,
            isLeaving: false,
          },
        ],
      });
    expect((await ask('one', 0)).concurrency).toBe(8);
    await waitUntil('a new history', async () => {
      expect((await ask('one', 8)).concurrency).toBe(8);
      return hasBegunAnew(id);
    });
    // The first still has all eight in flight.
    expect((await ask('two', 0)).concurrency).toBe(0);
    expect((await ask('one', 4)).concurrency).toBe(4);
    expect((await ask('two', 0)).concurrency).toBe(4);
  });
});
