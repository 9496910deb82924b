import { bootstrapSums, type BootstrapResult } from './bootstrap.ts';
import { meanInterval, type Interval } from './confidence-interval.ts';
import { mcnemarTest, type McNemarResult } from './mcnemar.ts';
import { mean, sampleVariance } from './moments.ts';
import { pairedTTest } from './paired-t-test.ts';
import { powerAnalysis } from './power-analysis.ts';
import { clusteredStandardError } from './standard-error.ts';
import { studentCdf } from './student-distribution.ts';

export interface PairedScores {
  /** Scores of the same documents in the same order. */
  readonly current: readonly number[];
  readonly baseline: readonly number[];
  /** A number per document that is equal within a cluster. */
  readonly clusters?: Float64Array;
}

export interface ClusteredComparison {
  readonly standardError: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly clusters: number;
}

/** Everything that can be said of a difference between two runs over the same documents. */
export interface PairedComparison {
  readonly count: number;
  readonly current: number;
  readonly baseline: number;
  /** Current minus baseline. */
  readonly difference: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly t: number;
  readonly pValue: number;
  /** Present where documents come in at least two clusters. */
  readonly clustered?: ClusteredComparison;
  readonly bootstrap?: BootstrapResult;
  /** Present where every score is 0 or 1. */
  readonly mcnemar?: McNemarResult;
  /** Documents that a difference of this size needs to be seen; see powerAnalysis for the defaults. */
  readonly neededCount?: number;
  /** The smallest difference that these documents can show. */
  readonly detectable?: number;
}

export interface PairedComparisonOptions {
  /** 0 leaves the bootstrap out. */
  readonly bootstrapIterations: number;
  readonly seed: number;
}

export function comparePaired(
  scores: PairedScores,
  { bootstrapIterations, seed }: PairedComparisonOptions,
): PairedComparison {
  const { current, baseline, clusters } = scores;
  const test = pairedTTest(current, baseline);
  const differences = Float64Array.from(current, (score, index) => score - baseline[index]!);
  const clustered = clusters && compareClusters(differences, clusters, test.meanDifference);
  const bootstrap = bootstrapSums({
    table: { width: 1, values: differences },
    statistic: (sums, count) => sums[0]! / count,
    iterations: bootstrapIterations,
    seed,
  });
  const mcnemar = mcnemarTest(current, baseline);
  return {
    count: test.count,
    current: mean(current),
    baseline: mean(baseline),
    difference: test.meanDifference,
    standardError: test.standardError,
    interval: test.interval,
    t: test.t,
    pValue: test.pValue,
    ...(clustered === undefined ? {} : { clustered }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...(mcnemar === undefined ? {} : { mcnemar }),
    ...powerOf(differences, test.meanDifference),
  };
}

/** The paired differences of a cluster stand or fall together, so their error is that of clustered scores. */
function compareClusters(
  differences: Float64Array,
  clusters: Float64Array,
  difference: number,
): ClusteredComparison | undefined {
  const count = new Set(clusters).size;
  if (count < 2) return undefined;
  const standardError = clusteredStandardError(differences, clusters);
  const degreesOfFreedom = count - 1;
  const t = difference === 0 ? 0 : difference / standardError;
  return {
    standardError,
    interval: meanInterval({ mean: difference, standardError, degreesOfFreedom }),
    pValue: 2 * studentCdf(-Math.abs(t), degreesOfFreedom),
    clusters: count,
  };
}

function powerOf(
  differences: Float64Array,
  difference: number,
): Pick<PairedComparison, 'neededCount' | 'detectable'> {
  const deviation = Math.sqrt(sampleVariance(differences));
  if (!(deviation > 0)) return {};
  // The deviation of the differences is known here, so it takes the place of two deviations and a correlation.
  const known = { deviationA: deviation, deviationB: 0, currentCount: differences.length };
  const { minimumDetectableEffect } = powerAnalysis(known);
  const detectable =
    minimumDetectableEffect === undefined ? {} : { detectable: minimumDetectableEffect };
  if (difference === 0) return detectable;
  const { minimumCount } = powerAnalysis({ ...known, effectSize: Math.abs(difference) });
  return { neededCount: minimumCount, ...detectable };
}
