import type { Aggregation } from './aggregation.ts';

/** The constant 999: nothing was scored. */
export const bypass: Aggregation = {
  name: 'bypass',
  encode: () => [999],
  compute: () => 999,
  canResample: false,
};
