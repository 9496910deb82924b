import { encodeNumber, pickColumn, type Aggregation } from './aggregation.ts';

/** Not resampled: a bootstrap of an extreme is inconsistent. */
export const min: Aggregation = {
  name: 'min',
  encode: encodeNumber,
  compute: (table, picks) =>
    pickColumn(table, picks).reduce((best, value) => Math.min(best, value)),
  canResample: false,
};
