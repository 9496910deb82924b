import { mean } from '../statistics/moments.ts';
import { encodeNumber, pickColumn, type Aggregation } from './aggregation.ts';

/** exp(-mean log-likelihood). */
export const perplexity: Aggregation = {
  name: 'perplexity',
  encode: encodeNumber,
  compute: (table, picks) => Math.exp(-mean(pickColumn(table, picks))),
  ofSums: (sums, count) => Math.exp(-sums[0]! / count),
};
