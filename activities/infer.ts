import { randomUUID } from 'node:crypto';
import { CancelledFailure, activityInfo } from '@temporalio/activity';
import type { ActivityDependencies } from './dependencies.ts';
import { inferShard } from './inference/infer-shard.ts';
import { openAnswerCache } from './inference/open-answer-cache.ts';
import { poolKeyOf } from './inference/pool-key.ts';
import type { InferInput, ShardResult } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** One shard of inference; see inference/infer-shard.ts for what it does. */
export function createInfer(dependencies: ActivityDependencies) {
  return async function infer(input: InferInput): Promise<ShardResult> {
    return withHeartbeat(async ({ signal, onProgress }) => {
      const store = dependencies.openStore(input.store);
      const open = await dependencies.openTask(store, input.runId, input.task);
      const { spec } = open.manifest;
      const poolKey = poolKeyOf(open.manifest);
      const model = await dependencies.models.acquire(poolKey, spec.model, spec.batchSize);
      model.setConcurrency(input.concurrency);
      try {
        return await inferShard({
          input,
          open,
          store,
          model,
          cache: await openAnswerCache(dependencies.openStore, open.manifest),
          attempt: activityInfo().attempt,
          token: randomUUID().slice(0, 8),
          signal,
          onProgress,
        });
      } catch (error) {
        throw signal.aborted ? new CancelledFailure('The shard was cancelled.') : error;
      } finally {
        await dependencies.models.release(poolKey, 'when-idle');
      }
    });
  };
}
