import { sum } from '../statistics/moments.ts';
import { encodePair, pickColumn, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/** exp(-Σ log-likelihood / Σ weight), the weight being words or bytes. */
export const weightedPerplexity: Aggregation = {
  name: 'weighted_perplexity',
  encode: encodePair,
  compute: (table, picks) => Math.exp(-weightedMean(table, picks)),
  ofSums: (sums) => Math.exp(-sums[0]! / sums[1]!),
};

/** Sum of the first column over the sum of the second. */
export function weightedMean(table: NumberTable, picks: Uint32Array): number {
  return sum(pickColumn(table, picks, 0)) / sum(pickColumn(table, picks, 1));
}
