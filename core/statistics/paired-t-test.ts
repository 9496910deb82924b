import { EvalError } from '../errors.ts';
import { meanInterval, type Interval } from './confidence-interval.ts';
import { mean } from './moments.ts';
import { standardError } from './standard-error.ts';
import { studentCdf } from './student-distribution.ts';

export interface PairedTTest {
  /** Mean of current minus baseline. */
  readonly meanDifference: number;
  readonly standardError: number;
  /** 95 % interval of the mean difference. */
  readonly interval: Interval;
  readonly t: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly count: number;
}

/**
 * Compares two runs over the same documents, in the same order. Fewer than two pairs say nothing:
 * every figure but the mean is NaN then.
 */
export function pairedTTest(current: readonly number[], baseline: readonly number[]): PairedTTest {
  if (current.length !== baseline.length) {
    throw new EvalError(
      'config-invalid',
      `Cannot compare two runs pair by pair: received ${current.length} current and ${baseline.length} baseline scores; match them by document first.`,
    );
  }
  const differences = current.map((score, index) => score - baseline[index]!);
  const count = differences.length;
  const meanDifference = mean(differences);
  const error = standardError(differences);
  const t = error === 0 ? tOfCertainty(meanDifference) : meanDifference / error;
  return {
    meanDifference,
    standardError: error,
    interval: meanInterval({
      mean: meanDifference,
      standardError: error,
      degreesOfFreedom: count - 1,
    }),
    t,
    pValue: 2 * studentCdf(-Math.abs(t), count - 1),
    count,
  };
}

/** Differences that are all equal: no doubt about a change, and none about its absence. */
function tOfCertainty(meanDifference: number): number {
  return meanDifference === 0 ? 0 : Math.sign(meanDifference) * Number.POSITIVE_INFINITY;
}
