import type { Aggregation } from './aggregation.ts';

/** No number: the score needs a tool or a table that is not here. The README of the benchmark names it. */
export const notComputed: Aggregation = {
  name: 'not_computed',
  readsRecord: true,
  encode: () => [Number.NaN],
  compute: () => Number.NaN,
  canResample: false,
};
