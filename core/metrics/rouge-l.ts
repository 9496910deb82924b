import { rougeL as rougeLOf } from '../text/rouge-l.ts';
import { bestOverReferences, type Metric } from './metric.ts';

/** F1 of the longest common subsequence of words, 0 to 1. */
export const rougeL: Metric = {
  name: 'rouge_l',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreText: (input) => bestOverReferences(input, rougeLOf),
};
