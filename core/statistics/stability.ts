import { mean, sampleVariance } from './moments.ts';

/** How steady a model is over repeats of the same questions, scores in [0, 1]. */
export interface Stability {
  /** Mean of all scores. */
  readonly expectedAccuracy: number;
  /** Share of questions with more than half of the score there was to get. */
  readonly consensusAccuracy: number;
  /** Mean of the sample variance per question; NaN when no question has two scores. */
  readonly internalVariance: number;
  /** Share of questions whose scores are all equal. */
  readonly consistencyRate: number;
}

export interface StabilityAccumulator {
  readonly questions: number;
  add(scores: readonly number[]): void;
  finish(): Stability;
}

/** Keeps sums only, so that memory does not grow with the number of questions. */
export function createStabilityAccumulator(): StabilityAccumulator {
  let questions = 0;
  let scoreSum = 0;
  let scoreCount = 0;
  let consensus = 0;
  let varianceSum = 0;
  let varianceCount = 0;
  let consistent = 0;
  return {
    get questions() {
      return questions;
    },
    add(scores) {
      if (scores.length === 0) return;
      questions += 1;
      const center = mean(scores);
      scoreSum += center * scores.length;
      scoreCount += scores.length;
      if (center > 0.5) consensus += 1;
      if (scores.every((score) => score === scores[0])) consistent += 1;
      if (scores.length > 1) {
        varianceSum += sampleVariance(scores);
        varianceCount += 1;
      }
    },
    finish: () => ({
      expectedAccuracy: scoreSum / scoreCount,
      consensusAccuracy: consensus / questions,
      internalVariance: varianceSum / varianceCount,
      consistencyRate: consistent / questions,
    }),
  };
}

export function stabilityOf(questions: readonly (readonly number[])[]): Stability {
  const accumulator = createStabilityAccumulator();
  for (const scores of questions) accumulator.add(scores);
  return accumulator.finish();
}
