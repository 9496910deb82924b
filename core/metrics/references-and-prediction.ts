import type { TextInput } from './metric.ts';

/** What a corpus score needs of each document: [references, [prediction]]. */
export function referencesAndPrediction(
  input: TextInput,
): readonly [readonly string[], readonly [string]] {
  return [input.references, [input.prediction]];
}
