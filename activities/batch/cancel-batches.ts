import { messageOf } from '../../core/errors.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { ledgerPaths } from '../ledger/ledger-paths.ts';
import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import { noteCancelled, readBatchRecords } from './batch-records.ts';
import { lookAtBatches } from './look-at-batches.ts';
import { providerBatches } from './provider-batches.ts';

/** Asks the provider to stop all that a task still has there. What was answered can still be fetched. */
export async function cancelBatches(options: {
  readonly runId: string;
  readonly task: string;
  readonly store: ArtifactStore;
  readonly endpoint: BatchEndpoint;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}): Promise<void> {
  const { runId, task, store, endpoint, signal } = options;
  const provider = providerBatches(endpoint);
  const records = await readBatchRecords(store, ledgerPaths.allBatches(runId, task));
  const { open } = await lookAtBatches(provider, store, records, signal);
  for (const { path } of open) await noteCancelled(store, path);
  // Read again: batches whose sender died may have been found.
  const known = await readBatchRecords(store, ledgerPaths.allBatches(runId, task));
  for (const { path, batchId, closed, isCancelled } of known) {
    if (batchId === undefined || closed !== undefined || !isCancelled) continue;
    try {
      await provider.cancel(batchId, signal);
    } catch (error) {
      options.log(`Cannot cancel the batch ${batchId} of ${path}: ${messageOf(error)}`);
    }
  }
}
