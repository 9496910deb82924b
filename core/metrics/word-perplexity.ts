import type { Metric } from './metric.ts';

/** [log-likelihood, words of the target], words as whitespace separates them. */
export const wordPerplexity: Metric = {
  name: 'word_perplexity',
  higherIsBetter: false,
  aggregation: 'weighted_perplexity',
  scoreLogLikelihood: ({ continuation, logLikelihood }) => [
    logLikelihood,
    continuation.split(/\s+/).length,
  ],
};
