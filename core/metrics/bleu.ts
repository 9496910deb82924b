import type { Metric } from './metric.ts';
import { referencesAndPrediction } from './references-and-prediction.ts';

/** Corpus BLEU (13a tokens, orders 1 to 4), computed over all documents by the aggregation. */
export const bleu: Metric = {
  name: 'bleu',
  higherIsBetter: true,
  aggregation: 'bleu',
  scoreText: referencesAndPrediction,
};
