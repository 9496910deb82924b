import type { ActivityDependencies } from './dependencies.ts';
import { planRun } from './runs/plan-run.ts';
import type { PlanInput, PlanResult } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Freezes what the run evaluates; see runs/plan-run.ts. */
export function createPlan(dependencies: ActivityDependencies) {
  return async function plan(input: PlanInput): Promise<PlanResult> {
    return withHeartbeat(() => planRun(dependencies, input));
  };
}
