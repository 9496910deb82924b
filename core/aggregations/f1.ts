import { EvalError } from '../errors.ts';
import { encodePair, type Aggregation } from './aggregation.ts';

/** F1 of label 1 over (gold, prediction) pairs; 0 where there is nothing to find and nothing found. */
export const f1: Aggregation = {
  name: 'f1',
  encode: encodePair,
  compute(table, picks) {
    const sums = new Float64Array(2);
    for (const row of picks) {
      const [bothOne, onlyOne] = termsOf(table.at(row, 0), table.at(row, 1));
      sums[0]! += bothOne;
      sums[1]! += onlyOne;
    }
    return score(sums);
  },
  sumTerms: (row) => termsOf(row[0]!, row[1]!),
  ofSums: score,
};

/** Whether gold and prediction are 1, and whether only one of them is. */
function termsOf(gold: number, prediction: number): readonly [number, number] {
  const [isGold, isPredicted] = [isOne(gold), isOne(prediction)];
  return [isGold && isPredicted ? 1 : 0, isGold === isPredicted ? 0 : 1];
}

function score(sums: Float64Array): number {
  const [bothOne, onlyOne] = [sums[0]!, sums[1]!];
  return bothOne === 0 ? 0 : (2 * bothOne) / (2 * bothOne + onlyOne);
}

function isOne(value: number): boolean {
  if (value === 0 || value === 1) return value === 1;
  throw new EvalError(
    'config-invalid',
    `Cannot compute f1: it is defined for the labels 0 and 1, and a document has the label ${value}. Use matthews_corrcoef for more than two labels.`,
  );
}
