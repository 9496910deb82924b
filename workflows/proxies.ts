import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { API_QUEUE, CPU_QUEUE, gpuQueue, inferQueue } from '../core/queue-names.ts';
import type { PlanResult } from '../activities/steps.ts';

/** Every timeout and retry policy of the project, in one place. */

/** A dead worker is noticed after this; heartbeats leave every 2 s at most. */
const HEARTBEAT = '8s';

/** Planning, scoring, aggregation: CPU and store work that is the same each time it is tried. */
export const cpu = proxyActivities<
  Pick<Activities, 'plan' | 'recordShards' | 'score' | 'aggregate' | 'gather'>
>({
  taskQueue: CPU_QUEUE,
  startToCloseTimeout: '2h',
  heartbeatTimeout: '20s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500ms', maximumInterval: '20s', maximumAttempts: 10 },
});

/**
 * One shard of inference. Attempts are many because each resumes from the ledger; errors that no retry
 * mends are marked so by the activity.
 */
export function inferOn(queue: string) {
  return proxyActivities<Pick<Activities, 'infer'>>({
    taskQueue: queue,
    startToCloseTimeout: '12h',
    heartbeatTimeout: HEARTBEAT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    // A death counts as a retry, so the pause stays short; an endpoint is waited for about 20 minutes.
    retry: { initialInterval: '500ms', maximumInterval: '5s', maximumAttempts: 240 },
  }).infer;
}

/**
 * A look at a shard in batch mode. The provider works for hours on its own, so an endpoint that is gone
 * is waited for about as long.
 */
export function batchOn(queue: string) {
  return proxyActivities<Pick<Activities, 'advanceBatch'>>({
    taskQueue: queue,
    startToCloseTimeout: '4h',
    heartbeatTimeout: HEARTBEAT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '500ms', maximumInterval: '2 minutes', maximumAttempts: 120 },
  });
}

/** The end of a run does not wait long for a provider that cannot be reached. */
export function cancelBatchesOn(queue: string) {
  return proxyActivities<Pick<Activities, 'cancelBatches'>>({
    taskQueue: queue,
    startToCloseTimeout: '10 minutes',
    scheduleToCloseTimeout: '30 minutes',
    heartbeatTimeout: HEARTBEAT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 8 },
  }).cancelBatches;
}

/** Holds a loaded model until cancelled, on one slot of the pool. */
export function leaseOn(pool: string) {
  return proxyActivities<Pick<Activities, 'leaseModel'>>({
    taskQueue: gpuQueue(pool),
    startToCloseTimeout: '30 days',
    heartbeatTimeout: HEARTBEAT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1s', maximumInterval: '30s' },
  }).leaseModel;
}

export function queueOf(plan: Pick<PlanResult, 'placement' | 'modelKey'>): string {
  return plan.placement === 'leased' ? inferQueue(plan.modelKey) : API_QUEUE;
}
