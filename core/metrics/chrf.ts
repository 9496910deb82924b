import type { Metric } from './metric.ts';
import { referencesAndPrediction } from './references-and-prediction.ts';

/** Corpus chrF2 (character orders 1 to 6), computed over all documents by the aggregation. */
export const chrf: Metric = {
  name: 'chrf',
  higherIsBetter: true,
  aggregation: 'chrf',
  scoreText: referencesAndPrediction,
};
