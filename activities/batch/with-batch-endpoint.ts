import { EvalError } from '../../core/errors.ts';
import type { ModelPool } from '../inference/model-pool.ts';
import { poolKeyOf } from '../inference/pool-key.ts';
import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import type { RunManifest } from '../runs/run-records.ts';

/** Lends the run's model to `work` as a place that takes batches. */
export async function withBatchEndpoint<Result>(
  models: ModelPool,
  manifest: RunManifest,
  work: (endpoint: BatchEndpoint) => Promise<Result>,
): Promise<Result> {
  const { spec } = manifest;
  const poolKey = poolKeyOf(manifest);
  const { adapter } = await models.acquire(poolKey, spec.model, spec.batchSize);
  try {
    if (adapter.batches !== undefined) return await work(adapter.batches);
    throw new EvalError(
      'model-invalid',
      `Cannot ask ${spec.model.id} in batches: this adapter knows no batch API. Remove batch=true.`,
    );
  } finally {
    await models.release(poolKey, 'when-idle');
  }
}
