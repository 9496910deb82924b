import { allRows } from '../aggregations/aggregate.ts';
import type { JsonValue } from '../json.ts';
import type { Interval } from '../statistics/confidence-interval.ts';
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
  return {
    [key('')]: finiteOrNotAvailable(value),
    [key('_stderr')]: finiteOrNotAvailable(errors.standardError),
    [key('_stderr_clt')]: finiteOrNotAvailable(errors.clt),
    [key('_stderr_clustered')]: finiteOrNotAvailable(errors.clustered),
    [key('_stderr_bootstrap')]: finiteOrNotAvailable(errors.bootstrap),
    ...(errors.bootstrapDraws === undefined
      ? {}
      : { [key('_stderr_bootstrap_draws')]: errors.bootstrapDraws }),
    [key('_ci95')]: intervalOrNotAvailable(errors.interval),
    [key('_ci95_bootstrap')]: intervalOrNotAvailable(errors.bootstrapInterval),
    [key('_n')]: series.count,
    ...stabilityKeys(series, key),
    ...passKeys(series, key),
  };
}

function intervalOrNotAvailable(interval: Interval | undefined): JsonValue {
  return interval?.every(Number.isFinite) === true ? interval : NOT_AVAILABLE;
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

function passKeys(
  series: MetricSeries,
  key: (suffix: string) => string,
): Record<string, JsonValue> {
  const entries = [...series.passAtK()].map(
    ([k, chance]) => [key(`_pass@${k}`), finiteOrNotAvailable(chance)] as const,
  );
  return Object.fromEntries(entries);
}
