import { encodeNumber, pickColumn, type Aggregation } from './aggregation.ts';

/** Not resampled: a bootstrap of an extreme is inconsistent. */
export const max: Aggregation = {
  name: 'max',
  encode: encodeNumber,
  compute: (table, picks) =>
    pickColumn(table, picks).reduce((best, value) => Math.max(best, value)),
  canResample: false,
};
