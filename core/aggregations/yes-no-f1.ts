import { precision, recall, share, yesNoAggregation } from './yes-no.ts';

/** Harmonic mean of precision and recall of the answer yes. */
export const yesNoF1 = yesNoAggregation('yes_no_f1', (counts) => {
  const [found, right] = [recall(counts), precision(counts)];
  return share(2 * found * right, found + right);
});
