import type { LogLikelihoodInput, Metric } from './metric.ts';

/** Log-likelihood and UTF-8 bytes of the target. */
export const bytePerplexity: Metric = {
  name: 'byte_perplexity',
  higherIsBetter: false,
  aggregation: 'weighted_perplexity',
  scoreLogLikelihood: logLikelihoodAndBytes,
};

export function logLikelihoodAndBytes(input: LogLikelihoodInput): readonly [number, number] {
  return [input.logLikelihood, new TextEncoder().encode(input.continuation).length];
}
