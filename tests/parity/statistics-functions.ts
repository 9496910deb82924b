import { combinedStandardError } from '../../core/scoring/combined-standard-error.ts';
import { mean, populationVariance, sampleVariance } from '../../core/statistics/moments.ts';
import { pairedTTest } from '../../core/statistics/paired-t-test.ts';
import { powerAnalysis } from '../../core/statistics/power-analysis.ts';
import { stabilityOf } from '../../core/statistics/stability.ts';
import {
  clusteredStandardError,
  groupMean,
  pooledStandardError,
  standardError,
} from '../../core/statistics/standard-error.ts';
import type { ParityFunctions } from './parity-function.ts';

export const statisticsFunctions: ParityFunctions = {
  paired_ttest: ({ current_scores: current, baseline_scores: baseline }) =>
    comparison(current as number[], baseline as number[]),
  compute_baseline_comparison: (input) => ({
    ...comparison(input.current_scores as number[], input.baseline_scores as number[]),
    baseline_name: input.baseline_name as string,
    baseline_mean: mean(input.baseline_scores as number[]),
    current_mean: mean(input.current_scores as number[]),
  }),
  power_analysis: power,
  expected_accuracy: (input) => stabilityOf(input.sample_scores as number[][]).expectedAccuracy,
  consensus_accuracy: (input) => stabilityOf(input.sample_scores as number[][]).consensusAccuracy,
  internal_variance: (input) => stabilityOf(input.sample_scores as number[][]).internalVariance,
  consistency_rate: (input) => stabilityOf(input.sample_scores as number[][]).consistencyRate,
  pop_stddev: ({ arr }) => Math.sqrt(known(populationVariance(arr as number[]), arr as number[])),
  sample_stddev: ({ arr }) => Math.sqrt(known(sampleVariance(arr as number[]), arr as number[])),
  mean_stderr: ({ arr }) => known(standardError(arr as number[]), arr as number[]),
  aggregate_subtask_metrics: ({ metrics, sizes, weight_by_size: weighted }) =>
    groupMean(metrics as number[], sizes as number[], weighted as boolean),
  pooled_sample_stderr: ({ stderrs, sizes }) =>
    pooledStandardError(stderrs as number[], sizes as number[]),
  combined_sample_stderr: ({ stderrs, sizes, metrics }) =>
    combinedStandardError(
      (sizes as number[]).map((size, index) => ({
        size,
        mean: (metrics as number[])[index]!,
        standardError: (stderrs as number[])[index]!,
      })),
    ),
  clustered_stderr: ({ scores, cluster_ids: clusters }) =>
    clusteredStandardError(scores as number[], clusters as number[]),
};

/** The peer fails where the product says NaN: too few values. */
function known(value: number, values: readonly number[]): number {
  if (Number.isNaN(value) && !values.some(Number.isNaN)) throw new Error('not defined');
  return value;
}

function comparison(current: readonly number[], baseline: readonly number[]): object {
  const result = pairedTTest(current, baseline);
  return {
    mean_diff: result.meanDifference,
    se_diff: result.standardError,
    ci_lower: result.interval[0],
    ci_upper: result.interval[1],
    t_stat: result.t,
    p_value: result.pValue,
    n: result.count,
  };
}

function power(input: Record<string, number>): object {
  const {
    effect_size: effectSize = 0.03,
    std_a: deviationA = 0.5,
    std_b: deviationB = deviationA,
    alpha = 0.05,
    power: wanted = 0.8,
    correlation = 0.5,
    current_n: currentCount,
  } = input;
  const result = powerAnalysis({
    effectSize,
    deviationA,
    deviationB,
    alpha,
    power: wanted,
    correlation,
    ...(currentCount === undefined ? {} : { currentCount }),
  });
  return {
    min_n: result.minimumCount,
    effect_size: effectSize,
    std_a: deviationA,
    std_b: deviationB,
    alpha,
    power: wanted,
    correlation,
    ...(currentCount === undefined
      ? {}
      : {
          current_n: currentCount,
          current_power: fourPlaces(result.currentPower!),
          min_detectable_effect: fourPlaces(result.minimumDetectableEffect!),
        }),
  };
}

/** As the power report prints them. */
function fourPlaces(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
