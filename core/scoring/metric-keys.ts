import { allRows } from '../aggregations/aggregate.ts';
import type { JsonValue } from '../json.ts';
import { deriveSeed } from '../statistics/random.ts';
import type { MetricSeries } from './metric-series.ts';
import { uncertaintyOf } from './metric-uncertainty.ts';
import { finiteOrNotAvailable, NOT_AVAILABLE } from './metric-value.ts';

export interface MetricKeysInput {
  readonly metric: string;
  readonly filter: string;
  readonly series: MetricSeries;
}

export interface MetricKeysOptions {
  readonly bootstrapIterations: number;
  readonly seed: number;
}

/** The entries of one metric under one filter in the results: value, errors, interval, denominator. */
export function metricKeys(
  input: MetricKeysInput,
  options: MetricKeysOptions,
): Record<string, JsonValue> {
  const { metric, filter, series } = input;
  const key = (suffix: string): string => `${metric}${suffix},${filter}`;
  const isKnown = series.count > 0 && !series.hasUnreadable;
  const value = isKnown
    ? series.aggregation.compute(series.table, allRows(series.table.length))
    : undefined;
  const errors =
    value === undefined || !Number.isFinite(value)
      ? {}
      : uncertaintyOf({
          series,
          value,
          bootstrapIterations: options.bootstrapIterations,
          seed: deriveSeed(options.seed, `${metric},${filter}`),
        });
  const interval = errors.interval;
  return {
    [key('')]: finiteOrNotAvailable(value),
    [key('_stderr')]: finiteOrNotAvailable(errors.standardError),
    [key('_stderr_clt')]: finiteOrNotAvailable(errors.clt),
    [key('_stderr_clustered')]: finiteOrNotAvailable(errors.clustered),
    [key('_stderr_bootstrap')]: finiteOrNotAvailable(errors.bootstrap),
    [key('_ci95')]:
      interval !== undefined && interval.every(Number.isFinite) ? interval : NOT_AVAILABLE,
    [key('_n')]: series.count,
    ...stabilityKeys(series, key),
  };
}

function stabilityKeys(
  series: MetricSeries,
  key: (suffix: string) => string,
): Record<string, JsonValue> {
  const stability = series.stability();
  if (stability === undefined) return {};
  return {
    [key('_expected_accuracy')]: finiteOrNotAvailable(stability.expectedAccuracy),
    [key('_consensus_accuracy')]: finiteOrNotAvailable(stability.consensusAccuracy),
    [key('_internal_variance')]: finiteOrNotAvailable(stability.internalVariance),
    [key('_consistency_rate')]: finiteOrNotAvailable(stability.consistencyRate),
  };
}
