import type { Metric } from './metric.ts';
import { goldAndPrediction } from './gold-and-prediction.ts';

/** F1 of the choices taken as labels; computed over all documents by the aggregation. */
export const f1: Metric = {
  name: 'f1',
  higherIsBetter: true,
  aggregation: 'f1',
  scoreChoice: goldAndPrediction,
};
