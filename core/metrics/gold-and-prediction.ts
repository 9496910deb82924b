import { argmax, type ChoiceInput } from './metric.ts';

/** [right label, predicted label]; of several right ones, the predicted one where it is among them. */
export function goldAndPrediction(input: ChoiceInput): readonly [number, number] {
  const prediction = argmax(input.logLikelihoods);
  return [input.gold.includes(prediction) ? prediction : input.gold[0]!, prediction];
}
