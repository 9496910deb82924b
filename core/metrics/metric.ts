import type { JsonValue } from '../json.ts';
import type { MetricValue } from '../rows.ts';
import type { MetricEntry } from '../task.ts';

/**
 * What the numbers of a multiple_choice or loglikelihood answer mean: sums of log-probabilities
 * (higher is better), as our adapters give them, or losses (lower is better).
 */
export type Orientation = 'log-probability' | 'loss';

export interface TextInput {
  readonly prediction: string;
  /** One, or several that count as right. */
  readonly references: readonly string[];
}

export interface ChoiceInput {
  readonly choices: readonly string[];
  /** Indices of the right choices, at least one. */
  readonly gold: readonly number[];
  /** Per choice, higher is better whatever the orientation of the input was. */
  readonly logLikelihoods: readonly number[];
  readonly isGreedy: readonly boolean[];
  /** Per choice without the context; only where acc_mutual_info is asked for. */
  readonly unconditional?: readonly number[];
}

export interface LogLikelihoodInput {
  readonly continuation: string;
  /** Higher is better. */
  readonly logLikelihood: number;
  readonly isGreedy: boolean;
}

/** One metric: what it says about one document under each output type it knows. */
export interface Metric {
  readonly name: string;
  readonly higherIsBetter: boolean;
  /** The aggregation of a metric_list entry that names none. */
  readonly aggregation: string;
  readonly scoreText?: (input: TextInput, options: MetricEntry) => MetricValue;
  readonly scoreChoice?: (input: ChoiceInput) => MetricValue;
  readonly scoreLogLikelihood?: (input: LogLikelihoodInput) => MetricValue;
}

/** Best score over the references: a prediction is right when any of them says so. */
export function bestOverReferences(
  input: TextInput,
  score: (prediction: string, reference: string) => number,
): number {
  let best = 0;
  for (const reference of input.references)
    best = Math.max(best, score(input.prediction, reference));
  return best;
}

/** Index of the largest value, the first among equals; NaN never wins. */
export function argmax(values: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if (values[index]! > values[best]! || Number.isNaN(values[best])) best = index;
  }
  return best;
}

/** A JSON value as a text that can be compared with an answer; booleans as Python writes them. */
export function comparableText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
