import { EvalError } from '../errors.ts';
import type { LogLikelihoodPair } from '../rows.ts';

/** The position of the choice with the largest log-probability, the first of equals. */
export function likeliestChoice(pairs: readonly LogLikelihoodPair[]): number {
  if (pairs.length === 0) {
    throw new EvalError(
      'scorer-failed',
      'the answer holds no log-likelihoods; run inference again',
    );
  }
  let likeliest = 0;
  for (const [position, [logProbability]] of pairs.entries()) {
    if (logProbability > pairs[likeliest]![0]) likeliest = position;
  }
  return likeliest;
}
