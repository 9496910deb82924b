import type { JsonObject, JsonValue } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { roundHalfEven } from '../text/parse-number.ts';
import { pickColumn, type Aggregation } from './aggregation.ts';

export interface MeanOfDocumentsOptions {
  readonly name: string;
  readonly scoreOf: (record: JsonObject) => number;
  /** For benchmarks whose score is rounded by definition. */
  readonly decimals?: number;
}

/** The mean of what a benchmark's records are worth, for records that carry no score of their own. */
export function meanOfDocuments(options: MeanOfDocumentsOptions): Aggregation {
  const { name, scoreOf, decimals } = options;
  const rounded = (value: number): number =>
    decimals === undefined ? value : roundHalfEven(value, decimals);
  return {
    name,
    readsRecord: true,
    encode(value) {
      if (!isRecord(value)) return undefined;
      const score = scoreOf(value);
      return Number.isFinite(score) ? [score] : undefined;
    },
    compute: (table, picks) => rounded(mean(pickColumn(table, picks))),
    ofSums: (sums, count) => rounded(sums[0]! / count),
    standardError: (table) => standardError(table.values()),
  };
}

function isRecord(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
