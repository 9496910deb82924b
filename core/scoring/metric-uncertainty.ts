import { allRows } from '../aggregations/aggregate.ts';
import { pickColumn, type Aggregation } from '../aggregations/aggregation.ts';
import type { NumberTable } from '../aggregations/number-table.ts';
import { meanInterval, wilsonInterval, type Interval } from '../statistics/confidence-interval.ts';
import { clusteredStandardError, standardError } from '../statistics/standard-error.ts';
import { sum } from '../statistics/moments.ts';
import type { MetricSeries } from './metric-series.ts';
import { resampleMetric } from './resample-metric.ts';

/** Below this many documents, or this many of the rarer outcome, a share is not near normal. */
const SMALL_SAMPLE = 30;
const FEW_OUTCOMES = 5;

export interface Uncertainty {
  readonly standardError?: number;
  readonly clt?: number;
  readonly clustered?: number;
  readonly bootstrap?: number;
  readonly bootstrapInterval?: Interval;
  /** Resamples drawn, where they are fewer than wanted. */
  readonly bootstrapDraws?: number;
  readonly interval?: Interval;
}

export interface UncertaintyInput {
  readonly series: MetricSeries;
  readonly value: number;
  readonly bootstrapIterations: number;
  readonly seed: number;
}

/** Every error figure of one metric; what is absent cannot be known. */
export function uncertaintyOf(input: UncertaintyInput): Uncertainty {
  const { series, value } = input;
  const { aggregation, table } = series;
  if (aggregation.name === 'bypass') return {};
  const numbers = documentScores(aggregation, table);
  const clusters = series.clusters();
  const clusterCount = clusters === undefined ? 0 : new Set(clusters).size;
  const resampled = resampleMetric({
    aggregation,
    table,
    value,
    iterations: input.bootstrapIterations,
    seed: input.seed,
  });
  const clustered =
    numbers !== undefined && clusters !== undefined && clusterCount > 1
      ? clusteredStandardError(numbers, clusters)
      : undefined;
  const analytic = aggregation.standardError?.(table);
  const interval =
    analytic === undefined
      ? resampled?.interval
      : intervalOfMean({ numbers, value, analytic, clustered, clusterCount, count: table.length });
  return withoutAbsent({
    standardError: analytic ?? resampled?.standardError,
    clt: numbers === undefined ? undefined : standardError(numbers),
    clustered,
    bootstrap: resampled?.standardError,
    bootstrapInterval: resampled?.interval,
    bootstrapDraws:
      resampled !== undefined && resampled.iterations < input.bootstrapIterations
        ? resampled.iterations
        : undefined,
    interval,
  });
}

/** One number per document, where every document has one. */
function documentScores(aggregation: Aggregation, table: NumberTable): Float64Array | undefined {
  if (table.width === 1) return table.values();
  if (aggregation.scoreColumn === undefined) return undefined;
  const scores = pickColumn(table, allRows(table.length), aggregation.scoreColumn);
  return scores.every(Number.isFinite) ? scores : undefined;
}

interface MeanCase {
  readonly numbers: Float64Array | undefined;
  readonly value: number;
  readonly analytic: number;
  readonly clustered: number | undefined;
  readonly clusterCount: number;
  readonly count: number;
}

/**
 * 95 % interval of a mean: Wilson's for 0/1 scores that are few or nearly all equal, else Student's;
 * with clusters, their number takes the place of the number of documents.
 */
function intervalOfMean(given: MeanCase): Interval | undefined {
  const { numbers, value, analytic, clustered, clusterCount, count } = given;
  const units = clustered === undefined ? count : clusterCount;
  if (numbers?.every((number) => number === 0 || number === 1) === true) {
    const ones = sum(numbers);
    const isDegenerate = ones === 0 || ones === count;
    const isSmall = count < SMALL_SAMPLE || Math.min(ones, count - ones) < FEW_OUTCOMES;
    if (isDegenerate || (clustered === undefined && isSmall)) {
      return wilsonInterval((ones / count) * units, units);
    }
  }
  if (units < 2) return undefined;
  return meanInterval({
    mean: value,
    standardError: clustered ?? analytic,
    degreesOfFreedom: units - 1,
  });
}

function withoutAbsent(given: {
  readonly [Key in keyof Uncertainty]-?: Uncertainty[Key] | undefined;
}): Uncertainty {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Uncertainty;
}
