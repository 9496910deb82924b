import { aggregate, encodeAll } from '../../core/aggregations/aggregate.ts';
import { getAggregation } from '../../core/aggregations/registry.ts';
import type { JsonValue } from '../../core/json.ts';
import { editDistance } from '../../core/metrics/edit-distance.ts';
import { getMetric } from '../../core/metrics/registry.ts';
import { bestOverReferences } from '../../core/metrics/metric.ts';
import { bootstrap } from '../../core/statistics/bootstrap.ts';
import { mean } from '../../core/statistics/moments.ts';
import type { ParityFunction, ParityFunctions } from './parity-function.ts';

const AGGREGATIONS = [
  'mean',
  'median',
  'bypass',
  'perplexity',
  'weighted_perplexity',
  'bits_per_byte',
  'matthews_corrcoef',
  'f1',
  'brier_score',
  'bleu',
  'chrf',
  'ter',
];

/** Metrics whose values reach the aggregation as the documents gave them. */
const PASSED_ON = ['word_perplexity', 'f1', 'bleu', 'chrf', 'bypass'];

export const metricFunctions: ParityFunctions = {
  ...Object.fromEntries(AGGREGATIONS.map((name) => [`agg:${name}`, aggregationFunction(name)])),
  'metric:acc_all': aggregationFunction('acc_all'),
  ...Object.fromEntries(PASSED_ON.map((name) => [`metric:${name}`, ({ items }) => items])),
  bootstrap_stderr: ({ metric, xs, iters }) =>
    resampledError(aggregationName(metric as string), xs as JsonValue[], iters as number),
  stderr_for_metric: ({ metric, bootstrap_iters: iterations }) =>
    errorKind(aggregationName(metric as string), iterations as number),
  exact_match: ({ predictions, references, ...options }) => {
    const metric = getMetric('exact_match');
    const scores = (predictions as string[]).map((prediction, index) =>
      metric.scoreText!(
        { prediction, references: [(references as string[])[index]!] },
        { metric: 'exact_match', ...options },
      ),
    );
    return { exact_match: mean(scores as number[]) };
  },
  anls: ({ predictions, references, thresh_hold: threshold }) => ({
    anls: getMetric('anls').scoreText!(
      { prediction: (predictions as string[]).flat()[0]!, references: references as string[] },
      { metric: 'anls', ...(threshold === undefined ? {} : { thresh_hold: threshold as number }) },
    ),
  }),
  levenshtein_distance: ({ a, b }) => editDistance(a as string, b as string),
  metric_max_over_ground_truths: ({ prediction, ground_truths: references }) =>
    bestOverReferences(
      { prediction: prediction as string, references: references as string[] },
      (left, right) => (left === right ? 1 : 0),
    ),
};

/** The peer names the functions, the product the aggregations. */
function aggregationName(name: string): string {
  const names: Readonly<Record<string, string>> = { f1_score: 'f1', bypass_agg: 'bypass' };
  return names[name] ?? name;
}

function resampledError(name: string, values: readonly JsonValue[], iterations: number): number {
  const aggregation = getAggregation(name);
  const table = encodeAll(aggregation, values);
  const statistic = (picks: Uint32Array): number => aggregation.compute(table, picks);
  return bootstrap({ count: table.length, statistic, iterations, seed: 1 })!.standardError;
}

/** By which way the product finds the standard error of an aggregation. */
function errorKind(name: string, iterations: number): string | null {
  if (iterations === 0) return null;
  const aggregation = getAggregation(name);
  if (aggregation.standardError !== undefined) return `${name}_stderr`;
  return aggregation.canResample === false ? null : 'bootstrap';
}

function aggregationFunction(name: string): ParityFunction {
  return ({ items }) => aggregate(name, items as JsonValue[]);
}
