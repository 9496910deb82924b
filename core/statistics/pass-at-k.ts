import { EvalError } from '../errors.ts';

/**
 * The chance that at least one of `k` samples, drawn from the `samples` there are, is right when `right` of
 * them are: 1 - C(samples - right, k) / C(samples, k), the unbiased estimator of Chen et al. 2021.
 */
export function passAtK(samples: number, right: number, k: number): number {
  const isWhole = [samples, right, k].every((value) => Number.isInteger(value) && value >= 0);
  if (!isWhole || right > samples || k < 1 || k > samples) {
    throw new EvalError(
      'config-invalid',
      `Cannot compute pass@${k} of ${samples} samples with ${right} right: k is between 1 and the number of samples.`,
    );
  }
  if (samples - right < k) return 1;
  let allWrong = 1;
  for (let count = samples - right + 1; count <= samples; count += 1) allWrong *= 1 - k / count;
  return 1 - allWrong;
}

/** Above this score a sample counts as right, as in the consensus of stability. */
const RIGHT_ABOVE = 0.5;

export interface PassAtKAccumulator {
  add(scores: readonly number[]): void;
  /** The mean over questions; NaN when one has fewer samples than k, or there is none. */
  finish(): number;
}

export function createPassAtKAccumulator(k: number): PassAtKAccumulator {
  let total = 0;
  let questions = 0;
  return {
    add(scores) {
      const right = scores.filter((score) => score > RIGHT_ABOVE).length;
      total += scores.length < k ? Number.NaN : passAtK(scores.length, right, k);
      questions += 1;
    },
    finish: () => total / questions,
  };
}
