import { argmax, type Metric } from './metric.ts';

/** Whether the most likely choice is a right one; for loglikelihood, whether the target is greedy. */
export const acc: Metric = {
  name: 'acc',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreChoice: ({ gold, logLikelihoods }) => (gold.includes(argmax(logLikelihoods)) ? 1 : 0),
  scoreLogLikelihood: ({ isGreedy }) => (isGreedy ? 1 : 0),
};
