import { goldAndPrediction } from './gold-and-prediction.ts';
import type { Metric } from './metric.ts';

/** Matthews correlation of the choices taken as labels; computed over all documents by the aggregation. */
export const mcc: Metric = {
  name: 'mcc',
  higherIsBetter: true,
  aggregation: 'matthews_corrcoef',
  scoreChoice: goldAndPrediction,
};
