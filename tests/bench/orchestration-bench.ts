import { atMost, noted, type Bench } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { runEval } from './run-eval.ts';
import { writeTextTask } from '../support/text-task.ts';

const DOCUMENTS = 20_000;

export const orchestrationBench: Bench = {
  name: 'orchestration',
  summary: `${DOCUMENTS} documents of a model that answers at once: everything but the model`,
  async run() {
    const stack = await startBenchStack();
    try {
      const include = writeTextTask(stack.folder, { name: 'bench_mock', documents: DOCUMENTS });
      const args = [
        ['--model', 'mock', '--model_args', 'num_concurrent=64'],
        ['--tasks', 'bench_mock', '--include_path', include],
      ].flat();
      await runEval(stack, [...args, '--limit', '2000']);
      const before = stack.cpuMs();
      const startedAt = performance.now();
      const { runId } = await runEval(stack, args);
      const tookMs = performance.now() - startedAt;
      const after = stack.cpuMs();
      const shards = await inferTimes(stack, `evaluate/${runId}/bench_mock`);
      const serverMs = after.server - before.server;
      const workerMs = after.workers - before.workers;
      const perShard = shards.reduce((sum, shard) => sum + shard, 0) / shards.length;
      return [
        noted('command start to results', `${(tookMs / 1000).toFixed(2)} s`),
        noted('shards', String(shards.length)),
        noted('from scheduled to completed', `${perShard.toFixed(0)} ms per shard`),
        noted('Temporal server', `${(serverMs / shards.length).toFixed(1)} ms CPU per shard`),
        atMost('server and worker', (serverMs + workerMs) / DOCUMENTS, 1, {
          unit: 'ms CPU/doc',
          digits: 3,
        }),
      ];
    } finally {
      await stack.stop();
    }
  },
};

/** Milliseconds from scheduled to completed of each inference activity. */
async function inferTimes(stack: BenchStack, workflowId: string): Promise<number[]> {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  const byId = new Map((events ?? []).map((event) => [String(event.eventId), event]));
  return [...byId.values()].flatMap((event) => {
    const done = event.activityTaskCompletedEventAttributes;
    const scheduled = done && byId.get(String(done.scheduledEventId));
    const name = scheduled?.activityTaskScheduledEventAttributes?.activityType?.name;
    return scheduled && name === 'infer' ? [timeOf(event) - timeOf(scheduled)] : [];
  });
}

interface Timed {
  readonly eventTime?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
}

function timeOf({ eventTime }: Timed): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6;
}
