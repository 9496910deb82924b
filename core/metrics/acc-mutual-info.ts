import { EvalError } from '../errors.ts';
import { argmax, type Metric } from './metric.ts';

/** As acc, over how much the context raises each choice's log-likelihood. */
export const accMutualInfo: Metric = {
  name: 'acc_mutual_info',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreChoice({ gold, logLikelihoods, unconditional }) {
    if (unconditional === undefined) {
      throw new EvalError(
        'scorer-failed',
        'Cannot compute acc_mutual_info: the answer holds no log-likelihoods without context; run inference again with acc_mutual_info in metric_list.',
      );
    }
    const gains = logLikelihoods.map((value, index) => value - unconditional[index]!);
    return gold.includes(argmax(gains)) ? 1 : 0;
  },
};
