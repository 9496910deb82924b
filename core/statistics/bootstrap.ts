import type { Interval } from './confidence-interval.ts';
import { sampleVariance } from './moments.ts';
import { quantileOfSorted } from './quantiles.ts';
import { createRandom } from './random.ts';

/** Document draws per metric: about half a second of one core. */
const MAX_DRAWS = 10_000_000;
/** The error of a bootstrap standard error at 10,000 resamples is 0.7 %: more tells nothing. */
const MAX_ITERATIONS = 10_000;
const MIN_ITERATIONS = 100;

export interface BootstrapInput {
  /** Number of documents. */
  readonly count: number;
  /** The statistic over the picked documents, each an index below `count`. */
  readonly statistic: (picks: Uint32Array) => number;
  /** Resamples wanted; cut down for large tasks. */
  readonly iterations: number;
  readonly seed: number;
  /** Default 0.95. */
  readonly level?: number;
}

export interface BootstrapResult {
  readonly standardError: number;
  readonly interval: Interval;
  readonly iterations: number;
}

/**
 * Standard error and percentile interval of any statistic, by drawing documents with replacement.
 * undefined when it cannot be known: no resamples wanted, fewer than two documents, or a statistic
 * that is undefined in more than a tenth of the resamples.
 */
export function bootstrap(input: BootstrapInput): BootstrapResult | undefined {
  const { count, statistic, seed, level = 0.95 } = input;
  if (input.iterations <= 0 || count < 2) return undefined;
  const iterations = cappedIterations(input.iterations, count);
  const random = createRandom(seed);
  const picks = new Uint32Array(count);
  const replicates = new Float64Array(iterations);
  let kept = 0;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (let index = 0; index < count; index += 1) picks[index] = random.nextBelow(count);
    const value = statistic(picks);
    if (Number.isFinite(value)) {
      replicates[kept] = value;
      kept += 1;
    }
  }
  if (kept < 2 || kept < iterations * 0.9) return undefined;
  const sorted = replicates.subarray(0, kept).sort();
  return {
    standardError: Math.sqrt(sampleVariance(sorted)),
    interval: [
      quantileOfSorted(sorted, (1 - level) / 2),
      quantileOfSorted(sorted, (1 + level) / 2),
    ],
    iterations,
  };
}

function cappedIterations(wanted: number, count: number): number {
  const affordable = Math.max(MIN_ITERATIONS, Math.floor(MAX_DRAWS / count));
  return Math.max(2, Math.floor(Math.min(wanted, MAX_ITERATIONS, affordable)));
}
