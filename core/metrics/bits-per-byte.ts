import { logLikelihoodAndBytes } from './byte-perplexity.ts';
import type { Metric } from './metric.ts';

export const bitsPerByte: Metric = {
  name: 'bits_per_byte',
  higherIsBetter: false,
  aggregation: 'bits_per_byte',
  scoreLogLikelihood: logLikelihoodAndBytes,
};
