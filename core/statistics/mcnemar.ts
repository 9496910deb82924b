import { stirlingError } from './log-factorial.ts';

export interface McNemarResult {
  /** Documents that only the current run has right. */
  readonly currentOnly: number;
  /** Documents that only the baseline has right. */
  readonly baselineOnly: number;
  /** Exact and two-sided. */
  readonly pValue: number;
  /** The same with half of the observed outcome's probability: less conservative for few documents. */
  readonly midPValue: number;
}

/**
 * McNemar's test of 0/1 scores on the same documents: with no difference, each document on which the runs
 * disagree is a fair coin. Exact for any number of them, so there is no switch to an approximation.
 * undefined when a score is neither 0 nor 1.
 */
export function mcnemarTest(
  current: ArrayLike<number>,
  baseline: ArrayLike<number>,
): McNemarResult | undefined {
  let currentOnly = 0;
  let baselineOnly = 0;
  for (let index = 0; index < current.length; index += 1) {
    const now = current[index]!;
    const before = baseline[index]!;
    if ((now !== 0 && now !== 1) || (before !== 0 && before !== 1)) return undefined;
    if (now > before) currentOnly += 1;
    if (now < before) baselineOnly += 1;
  }
  const tosses = currentOnly + baselineOnly;
  const fewer = Math.min(currentOnly, baselineOnly);
  const observed = coinProbability(tosses, fewer);
  const tail = lowerTail(tosses, fewer, observed);
  const isTie = currentOnly === baselineOnly;
  return {
    currentOnly,
    baselineOnly,
    pValue: isTie ? 1 : Math.min(1, 2 * tail),
    midPValue: isTie ? 1 : Math.min(1, 2 * tail - observed),
  };
}

/** P(X = heads) of fair tosses by Loader's formula, which keeps its digits for any number of tosses. */
function coinProbability(tosses: number, heads: number): number {
  if (heads === 0) return 0.5 ** tosses;
  const tails = tosses - heads;
  const tilt = (tails - heads) / tosses;
  const deviance = (tosses / 2) * ((1 - tilt) * Math.log1p(-tilt) + (1 + tilt) * Math.log1p(tilt));
  const errors = stirlingError(tosses) - stirlingError(heads) - stirlingError(tails);
  return Math.exp(errors - deviance) * Math.sqrt(tosses / (2 * Math.PI * heads * tails));
}

/** P(X <= heads), each term from the one above it; they shrink, so the sum ends soon. */
function lowerTail(tosses: number, heads: number, observed: number): number {
  let total = 0;
  let term = observed;
  for (let count = heads; count >= 0 && term > total * 1e-18; count -= 1) {
    total += term;
    term *= count / (tosses - count + 1);
  }
  return total;
}
