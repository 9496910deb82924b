import type { JsonValue } from '../json.ts';
import { pairOf, type Aggregation } from './aggregation.ts';

export interface CorpusScore {
  readonly name: string;
  /** Numbers of one document that add up over documents. */
  readonly statistics: (prediction: string, references: readonly string[]) => readonly number[];
  readonly score: (sums: Float64Array) => number;
}

/** A score of all texts together, from [references, prediction] of each document. */
export function corpusAggregation({ name, statistics, score }: CorpusScore): Aggregation {
  return {
    name,
    encode(value) {
      const [given, predicted] = pairOf(value) ?? [];
      const references = textsOf(given);
      const prediction = textsOf(predicted)?.[0];
      if (references === undefined || references.length === 0) return undefined;
      return prediction === undefined ? undefined : statistics(prediction, references);
    },
    compute(table, picks) {
      const { width } = table;
      const values = table.values();
      const sums = new Float64Array(width);
      for (const row of picks) {
        for (let column = 0; column < width; column += 1) {
          sums[column] = sums[column]! + values[row * width + column]!;
        }
      }
      return score(sums);
    },
    ofSums: score,
  };
}

function textsOf(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  return value.every((item) => typeof item === 'string') ? value : undefined;
}
