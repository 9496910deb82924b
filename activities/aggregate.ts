import type { ActivityDependencies } from './dependencies.ts';
import type { AggregateInput, AggregateResult } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Turns the scores of all documents into the task's numbers, in a thread beside the event loop. */
export function createAggregate(dependencies: ActivityDependencies) {
  return async function aggregate(input: AggregateInput): Promise<AggregateResult> {
    return withHeartbeat(({ signal }) => dependencies.scoring.aggregate(input, signal));
  };
}
