import { EvalError } from '../errors.ts';
import { encodePair, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/** F1 of label 1 over (gold, prediction) pairs; 0 where there is nothing to find and nothing found. */
export const f1: Aggregation = {
  name: 'f1',
  encode: encodePair,
  compute(table, picks) {
    let bothOne = 0;
    let onlyOne = 0;
    for (const row of picks) {
      const gold = label(table, row, 0);
      const prediction = label(table, row, 1);
      if (gold && prediction) bothOne += 1;
      else if (gold !== prediction) onlyOne += 1;
    }
    return bothOne === 0 ? 0 : (2 * bothOne) / (2 * bothOne + onlyOne);
  },
};

function label(table: NumberTable, row: number, column: number): boolean {
  const value = table.at(row, column);
  if (value === 0 || value === 1) return value === 1;
  throw new EvalError(
    'config-invalid',
    `Cannot compute f1: it is defined for the labels 0 and 1, and a document has the label ${value}. Use matthews_corrcoef for more than two labels.`,
  );
}
