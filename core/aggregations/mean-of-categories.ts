import type { JsonValue } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import type { Aggregation } from './aggregation.ts';

export interface MeanOfCategoriesOptions {
  readonly name: string;
  readonly categories: readonly string[];
  readonly categoryOf: (value: JsonValue) => JsonValue | undefined;
  readonly scoreOf: (value: JsonValue) => number | undefined;
  /** From the means of the categories that are there; default their mean. */
  readonly combine?: (means: ReadonlyMap<string, number>) => number;
}

/**
 * The mean of the categories' means, so that a category counts the same however many documents it has. Of a
 * part of the data, the categories that are there count.
 */
export function meanOfCategories(options: MeanOfCategoriesOptions): Aggregation {
  const { name, categories, categoryOf, scoreOf, combine = meanOfAll } = options;
  const size = categories.length;
  /** From the sums of all categories, then their counts. */
  const ofSums = (sums: Float64Array): number => {
    const isThere = (index: number): boolean => sums[size + index]! > 0;
    const means = categories.flatMap((category, index) =>
      isThere(index) ? [[category, sums[index]! / sums[size + index]!] as const] : [],
    );
    return means.length === 0 ? Number.NaN : combine(new Map(means));
  };
  return {
    name,
    readsRecord: true,
    encode(value) {
      const own = categoryOf(value);
      const category = categories.findIndex((one) => one === own);
      const score = scoreOf(value);
      return category < 0 || score === undefined ? undefined : [category, score];
    },
    compute(table, picks) {
      const sums = new Float64Array(2 * size);
      for (const row of picks) {
        sums[table.at(row, 0)]! += table.at(row, 1);
        sums[size + table.at(row, 0)]! += 1;
      }
      return ofSums(sums);
    },
    ofSums,
    sumTerms(row) {
      const terms = Array.from({ length: 2 * size }, () => 0);
      terms[row[0]!] = row[1]!;
      terms[size + row[0]!] = 1;
      return terms;
    },
    scoreColumn: 1,
  };
}

function meanOfAll(means: ReadonlyMap<string, number>): number {
  return mean([...means.values()]);
}
