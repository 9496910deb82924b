import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { API_QUEUE, CONTROL_QUEUE, CPU_QUEUE, gpuQueue } from '../core/queue-names.ts';
import { workerDefaults, type WorkerContext } from './worker-defaults.ts';
import type { WorkerSettings } from './worker-options.ts';

/** Workflows kept in memory: each costs about 0.4 MB beside the heap that the default looks at. */
const CACHED_WORKFLOWS = 200;
/** Shards share the endpoint's limiter, so many may run side by side. */
const API_SHARDS = 32;
/**
 * A workflow's next step waits this long for the process that has it in memory, then any other replays
 * it: what a run stands still after a kill, beside the heartbeat timeout of its shards.
 */
const STICKY_TIMEOUT = '3s';
const CPU_ACTIVITIES = 6;

/** The workers of the roles this process plays. */
export async function createWorkers(
  settings: WorkerSettings,
  context: WorkerContext,
  activities: Activities,
): Promise<Worker[]> {
  const defaults = workerDefaults(context);
  const plays = (role: WorkerSettings['roles'][number]) => settings.roles.includes(role);
  const workers: Promise<Worker>[] = [];
  if (plays('control')) {
    workers.push(
      Worker.create({
        ...defaults,
        taskQueue: CONTROL_QUEUE,
        workflowBundle: { codePath: bundlePath(context.plugins.length > 0) },
        maxCachedWorkflows: CACHED_WORKFLOWS,
        stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT,
      }),
    );
  }
  if (plays('cpu')) {
    const { plan, recordShards, score, aggregate, gather } = activities;
    workers.push(
      Worker.create({
        ...defaults,
        taskQueue: CPU_QUEUE,
        activities: { plan, recordShards, score, aggregate, gather },
        maxConcurrentActivityTaskExecutions: CPU_ACTIVITIES,
      }),
    );
  }
  if (plays('api')) {
    const { infer, advanceBatch, cancelBatches } = activities;
    workers.push(
      Worker.create({
        ...defaults,
        taskQueue: API_QUEUE,
        activities: { infer, advanceBatch, cancelBatches },
        maxConcurrentActivityTaskExecutions: API_SHARDS,
      }),
    );
  }
  if (plays('gpu')) {
    workers.push(
      Worker.create({
        ...defaults,
        taskQueue: gpuQueue(settings.pool),
        activities: { leaseModel: activities.leaseModel },
        maxConcurrentActivityTaskExecutions: settings.slots,
        activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
      }),
    );
  }
  return Promise.all(workers);
}

/** Tracing changes what the bundle must hold, so there are two. */
function bundlePath(isTraced: boolean): string {
  const name = isTraced ? 'workflow-bundle-traced.js' : 'workflow-bundle.js';
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
