import { compilePythonRegex } from '../filters/python-regex.ts';
import { EvalError } from '../errors.ts';
import type { MetricEntry } from '../task.ts';
import { bestOverReferences, type Metric } from './metric.ts';

/** string.punctuation and string.digits of Python: ASCII only. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const DIGITS = /[0-9]/g;

/** Equality of texts after what the options tell to ignore; for choices, whether the right one is greedy. */
export const exactMatch: Metric = {
  name: 'exact_match',
  higherIsBetter: true,
  aggregation: 'mean',
  scoreText(input, options) {
    const normalise = createNormaliser(options);
    return bestOverReferences(input, (prediction, reference) =>
      normalise(prediction) === normalise(reference) ? 1 : 0,
    );
  },
  scoreChoice: ({ gold, isGreedy }) => (gold.some((index) => isGreedy[index] === true) ? 1 : 0),
};

function createNormaliser(options: MetricEntry): (text: string) => string {
  const patterns = ignoredPatterns(options).map((pattern) => compilePythonRegex(pattern));
  return (text) => {
    let rest = text;
    for (const pattern of patterns) rest = pattern.removeAll(rest);
    if (options['ignore_case'] === true) rest = rest.toLowerCase();
    if (options['ignore_punctuation'] === true) rest = rest.replaceAll(PUNCTUATION, '');
    if (options['ignore_numbers'] === true) rest = rest.replaceAll(DIGITS, '');
    return rest;
  };
}

function ignoredPatterns(options: MetricEntry): readonly string[] {
  const patterns = options['regexes_to_ignore'] ?? [];
  if (Array.isArray(patterns) && patterns.every((pattern) => typeof pattern === 'string')) {
    return patterns;
  }
  throw new EvalError(
    'config-invalid',
    `Cannot set up the metric exact_match: regexes_to_ignore is ${JSON.stringify(patterns)}; give a list of patterns.`,
  );
}
