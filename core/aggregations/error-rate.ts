import { sum } from '../statistics/moments.ts';
import { encodePair, pickColumn, type Aggregation } from './aggregation.ts';

/** 100 · Σ edits / Σ reference length, from [edits, length] of each document. */
export const errorRate: Aggregation = {
  name: 'error_rate',
  encode: encodePair,
  compute: (table, picks) =>
    (100 * sum(pickColumn(table, picks, 0))) / sum(pickColumn(table, picks, 1)),
  ofSums: (sums) => (100 * sums[0]!) / sums[1]!,
};
