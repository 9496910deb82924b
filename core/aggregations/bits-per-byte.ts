import { encodePair, type Aggregation } from './aggregation.ts';
import { weightedMean } from './weighted-perplexity.ts';

/** -Σ log-likelihood / Σ bytes, in bits. */
export const bitsPerByte: Aggregation = {
  name: 'bits_per_byte',
  encode: encodePair,
  compute: (table, picks) => -weightedMean(table, picks) / Math.LN2,
  ofSums: (sums) => -sums[0]! / sums[1]! / Math.LN2,
};
