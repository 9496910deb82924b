import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { fieldOf, pickColumn, type Aggregation } from './aggregation.ts';

/** Share of records {pred, ground_truth} whose two positions are equal, be they numbers or digits. */
export const matchingPosition: Aggregation = {
  name: 'matching_position',
  readsRecord: true,
  encode(value) {
    const [given, right] = [fieldOf(value, 'pred'), fieldOf(value, 'ground_truth')];
    if (!isPosition(given) || !isPosition(right)) return undefined;
    return [String(given) === String(right) ? 1 : 0];
  },
  compute: (table, picks) => mean(pickColumn(table, picks)),
  standardError: (table) => standardError(table.values()),
};

function isPosition(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}
