import { cancelBatches } from './batch/cancel-batches.ts';
import { withBatchEndpoint } from './batch/with-batch-endpoint.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { readManifest } from './runs/run-records.ts';
import type { CancelBatchesInput } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Stops what a task that ends early still has at the provider. */
export function createCancelBatches(dependencies: ActivityDependencies) {
  return async function cancel(input: CancelBatchesInput): Promise<void> {
    return withHeartbeat(async ({ signal }) => {
      const { runId, task } = input;
      const store = dependencies.openStore(input.store);
      const manifest = await readManifest(store, runId);
      const { log } = dependencies;
      await withBatchEndpoint(dependencies.models, manifest, (endpoint) =>
        cancelBatches({ runId, task, store, endpoint, signal, log }),
      );
    });
  };
}
