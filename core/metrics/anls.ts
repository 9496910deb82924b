import { codePointLength, PYTHON_SPACE, trimPython } from '../filters/python-text.ts';
import { EvalError } from '../errors.ts';
import type { MetricEntry } from '../task.ts';
import { editDistance } from './edit-distance.ts';
import type { Metric } from './metric.ts';

const DEFAULT_THRESHOLD = 0.5;
const BLANKS = new RegExp(`[${PYTHON_SPACE}]+`, 'g');

/**
 * Average normalised Levenshtein similarity of document question answering: distance of the lower-cased
 * texts over the longer length of the texts as given; similarities under the threshold count 0.
 */
export const anls: Metric = {
  name: 'anls',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreText({ prediction, references }, options) {
    const threshold = thresholdOf(options);
    let distance = Number.POSITIVE_INFINITY;
    for (const reference of references) {
      distance = Math.min(distance, normalisedDistance(prediction, reference));
    }
    const similarity = 1 - distance;
    return similarity >= threshold ? Math.max(0, similarity) : 0;
  },
};

function normalisedDistance(prediction: string, reference: string): number {
  const longest = Math.max(codePointLength(prediction), codePointLength(reference));
  if (longest === 0) return 0;
  return editDistance(normalise(prediction), normalise(reference)) / longest;
}

function normalise(text: string): string {
  return trimPython(text.toLowerCase()).replaceAll(BLANKS, ' ');
}

/** The misspelt name is the one that published task files use. */
function thresholdOf(options: MetricEntry): number {
  const value = options['threshold'] ?? options['thresh_hold'] ?? DEFAULT_THRESHOLD;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new EvalError(
    'config-invalid',
    `Cannot set up the metric anls: the threshold is ${JSON.stringify(value)}; give a number from 0 to 1.`,
  );
}
