import { median as medianOf } from '../statistics/quantiles.ts';
import { encodeNumber, pickColumn, type Aggregation } from './aggregation.ts';

export const median: Aggregation = {
  name: 'median',
  encode: encodeNumber,
  compute: (table, picks) => medianOf(pickColumn(table, picks)),
};
