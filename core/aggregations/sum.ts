import { sum as sumOf } from '../statistics/moments.ts';
import { encodeNumber, pickColumn, type Aggregation } from './aggregation.ts';

export const sum: Aggregation = {
  name: 'sum',
  encode: encodeNumber,
  compute: (table, picks) => sumOf(pickColumn(table, picks)),
  ofSums: (sums) => sums[0]!,
};
