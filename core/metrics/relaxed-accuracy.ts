import { isRelaxedMatch } from '../text/numeric-answer.ts';
import { bestOverReferences, type Metric } from './metric.ts';

/** Charts: numbers within 5 %, other texts equal without regard to case. */
export const relaxedAccuracy: Metric = {
  name: 'relaxed_accuracy',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreText: (input) =>
    bestOverReferences(input, (prediction, reference) =>
      isRelaxedMatch(prediction, reference) ? 1 : 0,
    ),
};
