import type { Metric } from './metric.ts';

/** Stands where nothing is scored (--predict_only): a number nobody takes for a score. */
export const BYPASS_VALUE = 999;

export const bypass: Metric = {
  name: 'bypass',
  higherIsBetter: true,
  aggregation: 'bypass',
  scoreText: () => BYPASS_VALUE,
  scoreChoice: () => BYPASS_VALUE,
  scoreLogLikelihood: () => BYPASS_VALUE,
};
