import { mean } from '../statistics/moments.ts';
import { fieldOf, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/** The sources of the benchmark by dimension. */
const DIMENSIONS: readonly (readonly string[])[] = [['ADE20K', 'COCO'], ['Omni3D']];
const SOURCES = DIMENSIONS.flat();

/**
 * CV-Bench's own score over {source, is_correct}: the mean of its 2D and its 3D accuracy, where 2D is the
 * mean over two image sources. Of a part of the data, what is there counts.
 */
export const cvBench: Aggregation = {
  name: 'cv_bench',
  encode(value) {
    const source = SOURCES.findIndex((name) => name === fieldOf(value, 'source'));
    const isRight = fieldOf(value, 'is_correct');
    return source < 0 || typeof isRight !== 'boolean' ? undefined : [source, isRight ? 1 : 0];
  },
  compute(table, picks) {
    const bySource = accuracies(table, picks);
    const dimensions = DIMENSIONS.map((sources) =>
      sources.flatMap((source) => bySource.get(SOURCES.indexOf(source)) ?? []),
    );
    return mean(dimensions.filter((values) => values.length > 0).map((values) => mean(values)));
  },
};

function accuracies(table: NumberTable, picks: Uint32Array): ReadonlyMap<number, number> {
  const right = SOURCES.map(() => 0);
  const asked = SOURCES.map(() => 0);
  for (const row of picks) {
    const source = table.at(row, 0);
    asked[source]! += 1;
    right[source]! += table.at(row, 1);
  }
  return new Map(
    asked.flatMap((count, source) =>
      count === 0 ? [] : [[source, right[source]! / count] as const],
    ),
  );
}
