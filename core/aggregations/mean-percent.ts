import { encodeNumber, type Aggregation } from './aggregation.ts';
import { mean } from './mean.ts';

/** The mean of shares as a percentage; errors are on the same scale as the score. */
export const meanPercent: Aggregation = {
  ...mean,
  name: 'mean_percent',
  encode: (value) => encodeNumber(value)?.map((share) => share * 100),
};
