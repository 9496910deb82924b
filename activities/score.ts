import type { ActivityDependencies } from './dependencies.ts';
import type { ScoreInput, ScoreResult } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Filters and scores a range of answered documents, in a thread beside the event loop. */
export function createScore(dependencies: ActivityDependencies) {
  return async function score(input: ScoreInput): Promise<ScoreResult> {
    return withHeartbeat(({ signal }) => dependencies.scoring.score(input, signal));
  };
}
