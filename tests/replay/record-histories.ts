import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { EvaluationSpec } from '../../core/spec.ts';
import { startTestStack } from '../support/test-stack.ts';
import { testSpec } from '../support/test-spec.ts';
import { writeTextTask } from '../support/text-task.ts';

/**
 * Records the golden histories that replay.test.ts replays: `npx tsx tests/replay/record-histories.ts`.
 * Record again only at a release, or when a change of workflow code is meant to break old runs.
 */
const folder = fileURLToPath(new URL('./histories', import.meta.url));
const stack = await startTestStack({
  dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': '40' },
});

async function record(name: string, spec: EvaluationSpec, during?: () => Promise<void>) {
  await stack.evaluations.start(spec);
  await during?.();
  await stack.evaluations.result(spec.runId);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const query = `WorkflowId STARTS_WITH "evaluate/${spec.runId}"`;
  let count = 0;
  for await (const execution of stack.client.workflow.list({ query })) {
    const handle = stack.client.workflow.getHandle(execution.workflowId, execution.runId);
    const history = await handle.fetchHistory();
    const file = `${folder}/${name}-${execution.type}-${count}.json`;
    // Identities and stack traces hold names and paths of the recording host, which concern nobody.
    const json = JSON.stringify(JSON.parse(historyToJSON(history)))
      .replaceAll(/"identity":"[^"]*"/g, '"identity":"recorded"')
      .replaceAll(/"stackTrace":"(?:[^"\\]|\\.)*"/g, '"stackTrace":""');
    writeFileSync(file, `${json}\n`);
    count += 1;
  }
  console.log(`${name}: ${count} histories`);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const short = writeTextTask(stack.folder, { name: 'short', documents: 60 });
const long = writeTextTask(stack.folder, { name: 'long', documents: 12_000 });
const spec = (changes: Partial<EvaluationSpec>) =>
  testSpec(stack.storeUrl, {
    model: { id: 'mock', args: { mode: 'hash' } },
    tasks: ['short'],
    includePaths: [short, long],
    ...changes,
  });

try {
  await record('plain', spec({}));
  await record('leased', spec({ model: { id: 'mock_leased', args: { mode: 'hash' } } }));
  await record('two-tasks', spec({ tasks: ['short', 'long'], window: 2 }));
  const failing = { id: 'mock', args: { mode: 'hash', fail_rate: 0.6, fail_seed: 1 } };
  await record('over-budget', spec({ model: failing }));
  await record('no-model-file', spec({ model: { id: 'from_log', args: { logs: '/none' } } }));
  const slow = { id: 'mock', args: { mode: 'hash', latency_ms: 200, num_concurrent: 4 } };
  const steered = spec({ model: slow, window: 2 });
  await record('steered', steered, async () => {
    await pause(1200);
    await stack.evaluations.pause(steered.runId);
    await pause(500);
    await stack.evaluations.setConcurrency(steered.runId, 32);
    await stack.evaluations.continue(steered.runId);
  });
  const cancelled = spec({ model: slow, tasks: ['short', 'long'] });
  await record('cancelled', cancelled, async () => {
    await pause(1000);
    await stack.evaluations.cancel(cancelled.runId, 'long');
    await pause(500);
    await stack.evaluations.cancel(cancelled.runId);
  });
} finally {
  await stack.stop();
}
