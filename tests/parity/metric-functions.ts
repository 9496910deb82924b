import { aggregate } from '../../core/aggregations/aggregate.ts';
import type { JsonValue } from '../../core/json.ts';
import { editDistance } from '../../core/metrics/edit-distance.ts';
import { getMetric } from '../../core/metrics/registry.ts';
import { bestOverReferences } from '../../core/metrics/metric.ts';
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

export const metricFunctions: ParityFunctions = {
  ...Object.fromEntries(AGGREGATIONS.map((name) => [`agg:${name}`, aggregationFunction(name)])),
  'metric:acc_all': aggregationFunction('acc_all'),
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
      { prediction: (predictions as string[])[0]!, references: references as string[] },
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

function aggregationFunction(name: string): ParityFunction {
  return ({ items }) => aggregate(name, items as JsonValue[]);
}
