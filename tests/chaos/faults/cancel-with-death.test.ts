import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killAllWorkers, keepWorkers } from '../../support/chaos-workers.ts';
import {
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
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 60;

/** The server hands an order to stop to the worker, and the worker is gone before it can obey. */
describe('a worker that dies while its work is being cancelled', () => {
  let stack: TestStack;
  let include: string;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack();
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
  });
  afterAll(() => stack?.stop());

  const spec = (id: 'mock' | 'mock_leased', latency: number) =>
    faultSpec(stack, {
      model: { id, args: { mode: 'hash', latency_ms: latency, num_concurrent: 4 } },
      tasks: ['letters'],
      includePaths: [include],
    });

  test.each(['mock', 'mock_leased'] as const)(
    'leaves a cancelled run that can be resumed, and its slot free (%s)',
    async (model) => {
      const undisturbed = await runToEnd(stack, spec(model, 0));
      const { runId } = await stack.evaluations.start(spec(model, 400));
      await waitUntil('the inference', async () => {
        return (await stack.evaluations.progress(runId)).inFlight > 0;
      });
      // The order is given while nobody is there to hear it.
      expect(await killAllWorkers(stack)).toBe(1);
      const startedAt = performance.now();
      await stack.evaluations.cancel(runId);
      await keepWorkers(stack, 1);
      const result = await stack.evaluations.result(runId);
      const endedAfterMs = Math.round(performance.now() - startedAt);
      expect(result.status).toBe('cancelled');
      expect(taskStates(result)).toEqual({ letters: 'cancelled' });
      await expectNothingRuns(stack, runId, ['letters']);

      const resumed = await resumeToEnd(stack, runId);
      expect(resumed.result.status).toBe('completed');
      expect(documentsOf(resumed.result)).toEqual(documentsOf(undisturbed.result));
      const next = await runToEnd(stack, spec(model, 0));
      expect(stableText(next)).toBe(stableText(undisturbed));
      printFigures(`cancel and death (${model})`, { endedAfterMs });
    },
  );
});

/** The scores; the latency is part of the model's arguments, and so of everything else. */
function documentsOf(result: { readonly results: Readonly<Record<string, unknown>> }): unknown {
  return result.results['results'];
}
