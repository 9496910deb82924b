import type { AggregateInput, AggregateResult, ScoreInput, ScoreResult } from '../steps.ts';

/** What the scoring thread can be asked. */
export type ScoringCalls = {
  score: { payload: ScoreInput; result: ScoreResult };
  aggregate: { payload: AggregateInput; result: AggregateResult };
};
