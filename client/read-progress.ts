import type { Client } from '@temporalio/client';
import type { ShardHeartbeat } from '../activities/steps.ts';
import type { EvaluationProgress, TaskProgress } from '../workflows/messages.ts';
import type { RunProgress, TaskRunProgress } from './evaluation-client.ts';
import type { RunHandle } from './find-run.ts';
import { runStatus } from './run-status.ts';

/** A worker that is busy or gone must not hold up a progress display. */
const QUERY_TIMEOUT_MS = 4_000;

interface LiveTask {
  readonly progress: TaskProgress | undefined;
  readonly shards: readonly ShardHeartbeat[];
}

/** Live figures: counts from queries, calls in flight from the heartbeats of pending shards. */
export async function readProgress(client: Client, run: RunHandle): Promise<RunProgress> {
  const overall = await query<EvaluationProgress>(
    client,
    run.workflow.workflowId,
    'evaluation-progress',
  );
  const isRunning = run.execution?.status === 'RUNNING';
  const tasks = overall?.tasks ?? [];
  const live = await Promise.all(
    tasks.map((task) =>
      isRunning && task.state === 'running'
        ? readLive(client, task.workflowId, task.progress)
        : Promise.resolve<LiveTask>({ progress: task.progress, shards: [] }),
    ),
  );
  const rows = tasks.map((task, index) => taskRow(task, live[index]!, run.spec.repeats));
  const shards = live.flatMap((task) => task.shards);
  const settled = live.flatMap(({ progress }) => (progress ? [progress] : []));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const endedAt = run.execution?.closedAt?.getTime() ?? Date.now();
  return {
    runId: run.runId,
    status: runStatus(run.execution?.status, overall?.paused ?? false),
    stage: overall?.stage ?? 'submitted',
    tasks: rows,
    total: sum(rows.map((row) => row.total)),
    done: sum(rows.map((row) => row.done)),
    ok: sum(settled.map((task) => task.counts.ok)),
    failed: sum(rows.map((row) => row.failed)),
    refused: sum(settled.map((task) => task.counts.refused)),
    cached: sum(settled.map((task) => task.counts.cached)),
    inFlight: sum(shards.map((shard) => shard.inFlight)),
    // The retries of a process are counted once, however many of its shards report them.
    retries: Math.max(0, ...shards.map((shard) => shard.retries)),
    rateLimited: Math.max(0, ...shards.map((shard) => shard.rateLimited)),
    inputTokens: sum([...settled, ...shards].map((one) => one.inputTokens)),
    outputTokens: sum([...settled, ...shards].map((one) => one.outputTokens)),
    elapsedMs: run.execution ? endedAt - run.execution.startedAt.getTime() : 0,
    shards: {
      done: sum(settled.map((task) => task.shardsDone)),
      inFlight: sum(settled.map((task) => task.shardsInFlight)),
    },
  };
}

async function readLive(
  client: Client,
  workflowId: string,
  reported: TaskProgress | undefined,
): Promise<LiveTask> {
  const [progress, shards] = await Promise.all([
    query<TaskProgress>(client, workflowId, 'task-progress'),
    readHeartbeats(client, workflowId),
  ]);
  return { progress: progress ?? reported, shards };
}

async function query<Result>(
  client: Client,
  workflowId: string,
  name: string,
): Promise<Result | undefined> {
  try {
    return await client.withDeadline(Date.now() + QUERY_TIMEOUT_MS, () =>
      client.workflow.getHandle(workflowId).query<Result>(name),
    );
  } catch {
    return undefined;
  }
}

async function readHeartbeats(client: Client, workflowId: string): Promise<ShardHeartbeat[]> {
  try {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    return (raw.pendingActivities ?? []).flatMap((activity) => {
      const data = activity.heartbeatDetails?.payloads?.[0]?.data;
      if (activity.activityType?.name !== 'infer' || !data) return [];
      const details = JSON.parse(Buffer.from(data).toString()) as ShardHeartbeat | null;
      return details ? [details] : [];
    });
  } catch {
    return [];
  }
}

function taskRow(
  task: EvaluationProgress['tasks'][number],
  live: LiveTask,
  repeats: number,
): TaskRunProgress {
  const total = task.documents * repeats;
  const settled = (live.progress?.done ?? 0) * repeats;
  const running = live.shards.reduce((sum, shard) => sum + shard.done, 0);
  const failed = live.shards.reduce((sum, shard) => sum + shard.failed, 0);
  return {
    task: task.task,
    stage: task.state === 'running' ? (live.progress?.stage ?? 'infer') : task.state,
    total,
    done: Math.min(total, settled + running),
    failed: (live.progress?.counts.failed ?? 0) + failed,
    inFlight: live.shards.reduce((sum, shard) => sum + shard.inFlight, 0),
  };
}
