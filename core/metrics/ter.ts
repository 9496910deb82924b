import type { Metric } from './metric.ts';
import { referencesAndPrediction } from './references-and-prediction.ts';

/** Corpus translation edit rate, computed over all documents by the aggregation: less is better. */
export const ter: Metric = {
  name: 'ter',
  higherIsBetter: false,
  aggregation: 'ter',
  scoreText: referencesAndPrediction,
};
