import type { ActivityDependencies } from './dependencies.ts';
import { createAdvanceBatch } from './advance-batch.ts';
import { createAggregate } from './aggregate.ts';
import { createCancelBatches } from './cancel-batches.ts';
import { createGather } from './gather.ts';
import { createInfer } from './infer.ts';
import { createLeaseModel } from './lease-model.ts';
import { createPlan } from './plan.ts';
import { createRecordShards } from './record-shards.ts';
import { createScore } from './score.ts';

/** All activities by name. Workflows import the type only. */
export function createActivities(dependencies: ActivityDependencies) {
  return {
    plan: createPlan(dependencies),
    leaseModel: createLeaseModel(dependencies),
    infer: createInfer(dependencies),
    advanceBatch: createAdvanceBatch(dependencies),
    cancelBatches: createCancelBatches(dependencies),
    recordShards: createRecordShards(dependencies),
    score: createScore(dependencies),
    aggregate: createAggregate(dependencies),
    gather: createGather(dependencies),
  };
}

export type Activities = ReturnType<typeof createActivities>;
