import type { Metric } from './metric.ts';

/** [right label, probability per choice]: log-likelihoods normalised over the choices. */
export const brierScore: Metric = {
  name: 'brier_score',
  higherIsBetter: false,
  aggregation: 'brier_score',
  scoreChoice: ({ gold, logLikelihoods }) => [gold[0]!, softmax(logLikelihoods)],
};

function softmax(values: readonly number[]): readonly number[] {
  const largest = Math.max(...values);
  const weights = values.map((value) => Math.exp(value - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
