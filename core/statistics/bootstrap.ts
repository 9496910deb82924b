import type { Interval } from './confidence-interval.ts';
import { sampleVariance } from './moments.ts';
import { quantileOfSorted } from './quantiles.ts';
import { createRandom } from './random.ts';
import { planResamples, resampleSums, type RowTable } from './resample-sums.ts';

/** Document draws per metric where the statistic is computed anew: about half a second of one core. */
const MAX_DRAWS = 10_000_000;
/** What a resample costs beside its draws, in draws. */
const RESAMPLE_COST = 50;
/** The same for statistics of sums, whose draws cost far less: about a second. */
const MAX_SUM_DRAWS = 1_500_000_000;
/** Fewer say little about the ends of an interval, so large tasks get these many whatever they cost. */
const MIN_ITERATIONS = 100;

export interface BootstrapOptions {
  /** Resamples wanted; cut down for large tasks. */
  readonly iterations: number;
  readonly seed: number;
  /** Default 0.95. */
  readonly level?: number;
}

export interface BootstrapInput extends BootstrapOptions {
  /** Number of documents. */
  readonly count: number;
  /** The statistic over the picked documents, each an index below `count`. */
  readonly statistic: (picks: Uint32Array) => number;
}

export interface SumBootstrapInput extends BootstrapOptions {
  readonly table: RowTable;
  /** The statistic from the sum of each column over the picked rows. */
  readonly statistic: (sums: Float64Array, count: number) => number;
}

export interface BootstrapResult {
  readonly standardError: number;
  readonly interval: Interval;
  /** Resamples drawn. */
  readonly iterations: number;
}

/**
 * Standard error and percentile interval of any statistic, by drawing documents with replacement.
 * undefined when it cannot be known: no resamples wanted, fewer than two documents, or a statistic
 * that is undefined in more than a tenth of the resamples.
 */
export function bootstrap(input: BootstrapInput): BootstrapResult | undefined {
  const { count, statistic } = input;
  if (input.iterations <= 0 || count < 2) return undefined;
  const iterations = withinBudget(
    input.iterations,
    Math.floor(MAX_DRAWS / (count + RESAMPLE_COST)),
  );
  const random = createRandom(input.seed);
  const picks = new Uint32Array(count);
  const replicates = new Float64Array(iterations);
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (let index = 0; index < count; index += 1) picks[index] = random.nextBelow(count);
    replicates[iteration] = statistic(picks);
  }
  return summarise(replicates, input.level);
}

/** The same for a statistic of sums: a hundred times faster, and as exact. */
export function bootstrapSums(input: SumBootstrapInput): BootstrapResult | undefined {
  const { table, statistic, seed } = input;
  const count = table.values.length / table.width;
  if (input.iterations <= 0 || count < 2) return undefined;
  const plan = planResamples(table, input.iterations, MAX_SUM_DRAWS);
  const iterations = withinBudget(input.iterations, plan.iterations);
  // Documents that are all alike resample to themselves: a metric that is always right needs no draws.
  if (plan.blocks.length === 1 && plan.blocks[0]!.isEqual) {
    const always = statistic(
      table.values.slice(0, table.width).map((value) => value * count),
      count,
    );
    if (!Number.isFinite(always)) return undefined;
    return { standardError: 0, interval: [always, always], iterations };
  }
  const columns = resampleSums(table, { ...plan, iterations }, seed);
  const sums = new Float64Array(table.width);
  const replicates = new Float64Array(iterations);
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (let column = 0; column < sums.length; column += 1) {
      sums[column] = columns[column]![iteration]!;
    }
    replicates[iteration] = statistic(sums, count);
  }
  return summarise(replicates, input.level);
}

function summarise(replicates: Float64Array, level = 0.95): BootstrapResult | undefined {
  const sorted = replicates.filter(Number.isFinite).sort();
  if (sorted.length < 2 || sorted.length < replicates.length * 0.9) return undefined;
  return {
    standardError: Math.sqrt(sampleVariance(sorted)),
    interval: [
      quantileOfSorted(sorted, (1 - level) / 2),
      quantileOfSorted(sorted, (1 + level) / 2),
    ],
    iterations: replicates.length,
  };
}

function withinBudget(wanted: number, affordable: number): number {
  return Math.max(2, Math.floor(Math.min(wanted, Math.max(MIN_ITERATIONS, affordable))));
}
