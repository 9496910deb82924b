import { vqaConsensus } from '../text/vqa-answer.ts';
import type { Metric } from './metric.ts';

/** Agreement with several annotators, the references being all their answers. */
export const vqaScore: Metric = {
  name: 'vqa_score',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreText: ({ prediction, references }) => vqaConsensus(prediction, references),
};
