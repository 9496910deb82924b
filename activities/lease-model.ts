import { CancelledFailure } from '@temporalio/activity';
import type { EvalError } from '../core/errors.ts';
import { inferQueue } from '../core/queue-names.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { readManifest } from './runs/run-records.ts';
import type { LeaseInput } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/**
 * Holds one slot of a GPU pool: loads the model, serves its inference queue until cancelled, drains and
 * unloads. Ends only by cancellation or by a model that cannot be loaded.
 */
export function createLeaseModel(dependencies: ActivityDependencies) {
  return async function leaseModel(input: LeaseInput): Promise<void> {
    await withHeartbeat(async ({ signal, onProgress }) => {
      const store = dependencies.openStore(input.store);
      const { spec } = await readManifest(store, input.runId);
      onProgress(() => ({ phase: 'loading' }));
      const { adapter } = await dependencies.models.acquire(
        input.modelKey,
        spec.model,
        spec.batchSize,
      );
      const serving = new AbortController();
      const stop = (): void => serving.abort();
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      let death: EvalError | undefined;
      const watch = async (): Promise<void> => {
        death = await adapter.broken?.();
        if (death !== undefined) stop();
      };
      void watch();
      try {
        onProgress(() => ({ phase: 'serving' }));
        await dependencies.serveInference(inferQueue(input.modelKey), serving.signal);
        if (death !== undefined && !signal.aborted) throw death;
      } finally {
        signal.removeEventListener('abort', stop);
        onProgress(() => ({ phase: 'unloading' }));
        await dependencies.models.release(input.modelKey, 'now');
      }
    });
    throw new CancelledFailure('The lease was given back.');
  };
}
