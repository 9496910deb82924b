import { afterEach, describe, expect, test } from 'vitest';
import { keepWorkers, killAllWorkers } from '../../support/chaos-workers.ts';
import { startFakeBatchServer, type FakeBatchServer } from '../../support/fake-batch-server.ts';
import {
  expectEachOnce,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 500;

/** Processes come and go while the provider works on a batch; it must be sent once all the same. */
describe.each(['openai_compatible', 'anthropic'])('a provider batch of %s (F21)', (id) => {
  let stack: TestStack | undefined;
  let server: FakeBatchServer | undefined;
  printLogsOnFailure(() => stack);
  afterEach(async () => {
    await stack?.stop();
    await server?.stop();
    stack = undefined;
    server = undefined;
  });

  const start = async (onBatch?: () => Promise<void>) => {
    stack = await startTestStack({
      environment: { OPENAI_API_KEY: 'a-key-for-tests', ANTHROPIC_API_KEY: 'a-key-for-tests' },
    });
    server = await startFakeBatchServer(onBatch === undefined ? {} : { onBatch });
    const include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
    const spec = faultSpec(stack, {
      model: {
        id,
        args: { model: 'fake-model', base_url: server.baseUrl, batch: true, batch_poll_s: 0.2 },
      },
      tasks: ['letters'],
      includePaths: [include],
    });
    return { stack, server, spec };
  };

  const expectOneBatch = async (own: TestStack, provider: FakeBatchServer, runId: string) => {
    const startedAt = performance.now();
    const result = await own.evaluations.result(runId);
    expect(result.status).toBe('completed');
    expect(provider.batches).toHaveLength(1);
    const rows = await expectEachOnce(own, runId, 'letters', DOCUMENTS);
    expect(rows.filter(({ status }) => status !== 'ok')).toEqual([]);
    for (const { doc, output } of rows) {
      expect([doc, output]).toEqual([doc, 'ABCDE'.charAt((doc * 7 + (doc % 3)) % 5)]);
    }
    printFigures('F21', { id, afterMs: Math.round(performance.now() - startedAt) });
  };

  test('is sent once although the worker dies between sending and fetching', async () => {
    const { stack: own, server: provider, spec } = await start();
    await own.evaluations.start(spec);
    await waitUntil('the batch', () => provider.batches.length === 1);
    await killAllWorkers(own);
    provider.endAll();
    await keepWorkers(own, 1);
    await expectOneBatch(own, provider, spec.runId);
  });

  test('is sent once although worker and server die while it is waited for', async () => {
    const { stack: own, server: provider, spec } = await start();
    await own.evaluations.start(spec);
    await waitUntil('the batch', () => provider.batches.length === 1);
    await killAllWorkers(own);
    await own.temporal.restart();
    await keepWorkers(own, 1);
    provider.endAll();
    await expectOneBatch(own, provider, spec.runId);
  });

  test('is sent once although the worker dies before it hears that it was taken', async () => {
    const {
      stack: own,
      server: provider,
      spec,
    } = await start(async () => {
      await killAllWorkers(stack!);
    });
    await own.evaluations.start(spec);
    await waitUntil('the batch', () => provider.batches.length === 1);
    await waitUntil('the death', () => own.workers.every((worker) => !worker.isAlive()));
    provider.endAll();
    await keepWorkers(own, 1);
    await expectOneBatch(own, provider, spec.runId);
  });
});
