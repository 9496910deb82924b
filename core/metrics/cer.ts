import { trimPython } from '../filters/python-text.ts';
import { errorCounts } from './error-counts.ts';
import type { Metric } from './metric.ts';
import { textNormaliser } from './text-normaliser.ts';

/** Character error rate, blanks counted: edits and characters, pooled by the aggregation. */
export const cer: Metric = {
  name: 'cer',
  higherIsBetter: false,
  aggregation: 'error_rate',
  scoreText(input, options) {
    const normalise = textNormaliser(options);
    return errorCounts(input, (text) => Array.from(trimPython(normalise(text))));
  },
};
