import type { Metric } from './metric.ts';

/** Log-likelihood of the target per document; exp(-mean) over them. */
export const perplexity: Metric = {
  name: 'perplexity',
  higherIsBetter: false,
  aggregation: 'perplexity',
  scoreLogLikelihood: ({ logLikelihood }) => logLikelihood,
};
