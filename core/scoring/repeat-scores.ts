import type { ScoredRow } from '../rows.ts';

/** A scored row of a task with repeats, as `scoreDocument` gives it. */
export interface RepeatScoredRow extends ScoredRow {
  /** Metric → its score for each repeat taken alone; what the stability metrics are made of. */
  readonly repeatScores?: Readonly<Record<string, readonly number[]>>;
}

/** Reads the scores also from a row that was written to a file and read again. */
export function repeatScoresOf(row: ScoredRow): Readonly<Record<string, readonly number[]>> {
  return (row as RepeatScoredRow).repeatScores ?? {};
}
