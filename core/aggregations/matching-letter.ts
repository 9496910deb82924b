import { trimPython } from '../filters/python-text.ts';
import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { fieldOf, pickColumn, type Aggregation } from './aggregation.ts';

/** Share of records {pred, answer} whose two letters are equal but for case and blanks around them. */
export const matchingLetter: Aggregation = {
  name: 'matching_letter',
  encode(value) {
    const [given, right] = [fieldOf(value, 'pred'), fieldOf(value, 'answer')];
    if (typeof given !== 'string' || typeof right !== 'string') return undefined;
    return [plain(given) === plain(right) ? 1 : 0];
  },
  compute: (table, picks) => mean(pickColumn(table, picks)),
  standardError: (table) => standardError(table.values()),
};

function plain(letter: string): string {
  return trimPython(letter).toUpperCase();
}
