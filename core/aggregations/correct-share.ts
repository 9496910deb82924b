import type { JsonValue } from '../json.ts';
import { fieldOf, numberOf, type Aggregation } from './aggregation.ts';
import { mean } from './mean.ts';

/**
 * Share of records that are `correct`, of those `isCounted` names; 0 where it names none, as a benchmark
 * of several parts reports a part that was not asked.
 */
export function correctShare(
  name: string,
  isCounted: (record: JsonValue) => boolean = () => true,
): Aggregation {
  const { standardError: _, ...rest } = mean;
  return {
    ...rest,
    name,
    readsRecord: true,
    encode(value) {
      const correct = numberOf(fieldOf(value, 'correct'));
      if (correct === undefined) return undefined;
      return isCounted(value) ? [correct, 1] : [0, 0];
    },
    compute(table, picks) {
      let [correct, counted] = [0, 0];
      for (const row of picks) {
        correct += table.at(row, 0);
        counted += table.at(row, 1);
      }
      return counted === 0 ? 0 : correct / counted;
    },
    ofSums: (sums) => (sums[1] === 0 ? 0 : sums[0]! / sums[1]!),
  };
}
