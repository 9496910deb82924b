import { codePointLength } from '../filters/python-text.ts';
import { argmax, type Metric } from './metric.ts';

/** As acc, each log-likelihood divided by the number of characters of its choice. */
export const accNorm: Metric = {
  name: 'acc_norm',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreChoice({ choices, gold, logLikelihoods }) {
    const normalised = logLikelihoods.map(
      (value, index) => value / Math.max(1, codePointLength(choices[index] ?? '')),
    );
    return gold.includes(argmax(normalised)) ? 1 : 0;
  },
};
