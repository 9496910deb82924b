import { randomUUID } from 'node:crypto';
import { CancelledFailure, activityInfo } from '@temporalio/activity';
import { canonicalJson } from '../core/json.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { createAnswerCache, noCache, type AnswerCache } from './inference/answer-cache.ts';
import { inferShard } from './inference/infer-shard.ts';
import { openResponseCache } from './ledger/response-cache.ts';
import type { RunManifest } from './runs/run-records.ts';
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
          cache: await openCache(dependencies, open.manifest),
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

/**
 * A leased model is the one that its lease has loaded. An endpoint's arguments also hold what decides
 * no answer (timeouts, retries, concurrency), and a run must get its own, not those of the last run.
 */
function poolKeyOf({ plan, spec }: RunManifest): string {
  return plan.placement === 'leased'
    ? plan.modelKey
    : `${plan.modelKey} ${canonicalJson(spec.model.args)}`;
}

async function openCache(
  dependencies: ActivityDependencies,
  manifest: RunManifest,
): Promise<AnswerCache> {
  const { spec, plan } = manifest;
  if (spec.cache === undefined) return noCache;
  const cache = openResponseCache({
    store: dependencies.openStore(spec.cache),
    modelKey: plan.modelKey,
  });
  await cache.refresh();
  return createAnswerCache(cache, { runId: spec.runId, modelKey: plan.modelKey });
}
