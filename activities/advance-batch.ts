import { randomUUID } from 'node:crypto';
import { activityInfo } from '@temporalio/activity';
import { advanceShard } from './batch/advance-shard.ts';
import { withBatchEndpoint } from './batch/with-batch-endpoint.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { openAnswerCache } from './inference/open-answer-cache.ts';
import { createTurns } from './inference/turns.ts';
import type { AdvanceBatchInput, AdvanceBatchResult } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** One look at a shard in batch mode; see batch/advance-shard.ts for what it does. */
export function createAdvanceBatch(dependencies: ActivityDependencies) {
  const turns = createTurns();
  return async function advanceBatch(input: AdvanceBatchInput): Promise<AdvanceBatchResult> {
    return withHeartbeat(async ({ signal, onProgress }) => {
      const store = dependencies.openStore(input.store);
      const open = await dependencies.openTask(store, input.runId, input.task);
      return withBatchEndpoint(dependencies.models, open.manifest, async (endpoint) =>
        advanceShard({
          input,
          open,
          store,
          endpoint,
          turns,
          cache: await openAnswerCache(dependencies.openStore, open.manifest),
          attempt: activityInfo().attempt,
          token: randomUUID().slice(0, 8),
          signal,
          onProgress,
        }),
      );
    });
  };
}
