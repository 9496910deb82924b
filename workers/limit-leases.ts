import { Client, WithStartWorkflowOperation } from '@temporalio/client';
import type { RequestLimitLease } from '../activities/limits/limit-lease.ts';
import { CONTROL_QUEUE } from '../core/queue-names.ts';
import type { endpointLimits } from '../workflows/endpoint-limits.ts';
import { limitLeaseUpdate, limitsWorkflowId } from '../workflows/limit-messages.ts';
import type { WorkerConnection } from './connection.ts';

/** Less than a lease lasts, so that a server that hangs is asked again in time. */
const DEADLINE_MS = 5_000;

/** Leases from the workflow that keeps an endpoint's limits, which is started by the first to ask. */
export function createLimitLeases(worker: WorkerConnection): RequestLimitLease {
  const { connection, namespace } = worker;
  const client = new Client({ connection, namespace });
  return async (key, request) => {
    const start = new WithStartWorkflowOperation<typeof endpointLimits>('endpointLimits', {
      workflowId: limitsWorkflowId(key),
      taskQueue: CONTROL_QUEUE,
      args: [{}],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.executeUpdateWithStart(limitLeaseUpdate, {
        startWorkflowOperation: start,
        args: [request],
      }),
    );
  };
}
