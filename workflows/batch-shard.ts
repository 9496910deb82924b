import { condition, workflowInfo } from '@temporalio/workflow';
import type { BatchPlan, InferInput, ShardResult } from '../activities/steps.ts';
import { batchOn } from './proxies.ts';

const GROWTH = 1.5;
/** The longest wait, in first waits. */
const LONGEST = 20;

/**
 * One shard in batch mode: hands it over, then looks at it now and then until every document has its
 * row. `put-off` when the history has grown long: whoever takes the range again finds its batches.
 */
export async function inferInBatch(
  queue: string,
  plan: BatchPlan,
  shard: InferInput,
): Promise<ShardResult | 'put-off'> {
  const { advanceBatch } = batchOn(queue);
  const execution = workflowInfo().firstExecutionRunId;
  let waitMs = plan.pollMs;
  let isHandedOver = false;
  for (;;) {
    const step = await advanceBatch({ ...shard, execution, isHandedOver });
    if (step.shard !== undefined) return step.shard;
    isHandedOver = true;
    if (await condition(() => workflowInfo().continueAsNewSuggested, waitMs)) return 'put-off';
    waitMs = Math.min(waitMs * GROWTH, plan.pollMs * LONGEST);
  }
}
