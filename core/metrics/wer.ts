import { splitWords } from '../text/words.ts';
import { errorCounts } from './error-counts.ts';
import type { Metric } from './metric.ts';
import { textNormaliser } from './text-normaliser.ts';

/** Word error rate: edits and words of each document, pooled over all documents by the aggregation. */
export const wer: Metric = {
  name: 'wer',
  higherIsBetter: false,
  aggregation: 'error_rate',
  scoreText(input, options) {
    const normalise = textNormaliser(options);
    return errorCounts(input, (text) => splitWords(normalise(text)));
  },
};
