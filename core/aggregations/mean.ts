import { mean as meanOf } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { encodeNumber, pickColumn, type Aggregation } from './aggregation.ts';

export const mean: Aggregation = {
  name: 'mean',
  encode: encodeNumber,
  compute: (table, picks) => meanOf(pickColumn(table, picks)),
  ofSums: (sums, count) => sums[0]! / count,
  standardError: (table) => standardError(table.values()),
};
