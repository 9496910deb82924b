import type { Aggregation } from '../aggregations/aggregation.ts';
import type { NumberTable } from '../aggregations/number-table.ts';
import { bootstrap, bootstrapSums, type BootstrapResult } from '../statistics/bootstrap.ts';
import { sum } from '../statistics/moments.ts';
import type { RowTable } from '../statistics/resample-sums.ts';

export interface ResampleMetricInput {
  readonly aggregation: Aggregation;
  readonly table: NumberTable;
  /** The aggregation over all rows. */
  readonly value: number;
  readonly iterations: number;
  readonly seed: number;
}

type OfSums = NonNullable<Aggregation['ofSums']>;

/** Bootstrap of one metric, through the sums of its columns where they say all that it needs. */
export function resampleMetric(input: ResampleMetricInput): BootstrapResult | undefined {
  const { aggregation, table, seed } = input;
  if (aggregation.canResample === false) return undefined;
  const iterations = Math.min(input.iterations, aggregation.maxResamples ?? Infinity);
  const statistic = aggregation.ofSums ?? (isMean(aggregation, table) ? meanOfSums : undefined);
  if (statistic !== undefined) {
    const terms = termsOf(aggregation, table);
    // An aggregation made from another one may have kept its ofSums and changed what it computes.
    if (agrees(statistic, terms, input.value)) {
      return bootstrapSums({ table: terms, statistic, iterations, seed });
    }
  }
  return bootstrap({
    count: table.length,
    statistic: (picks) => aggregation.compute(table, picks),
    iterations,
    seed,
  });
}

/** Only means have a standard error by formula over rows of one number. */
function isMean({ standardError }: Aggregation, { width }: NumberTable): boolean {
  return standardError !== undefined && width === 1;
}

const meanOfSums: OfSums = (sums, count) => sums[0]! / count;

function termsOf({ sumTerms }: Aggregation, table: NumberTable): RowTable {
  const { width, length } = table;
  const values = table.values();
  if (sumTerms === undefined) return { width, values };
  const own = (row: number) => sumTerms(values.subarray(row * width, (row + 1) * width));
  const added = length === 0 ? 1 : own(0).length;
  const terms = new Float64Array(length * added);
  for (let row = 0; row < length; row += 1) terms.set(own(row), row * added);
  return { width: added, values: terms };
}

function agrees(statistic: OfSums, { width, values }: RowTable, value: number): boolean {
  const count = values.length / width;
  const sums = Float64Array.from({ length: width }, (_, column) =>
    sum(Float64Array.from({ length: count }, (_one, row) => values[row * width + column]!)),
  );
  return Math.abs(statistic(sums, count) - value) <= 1e-9 * Math.max(1, Math.abs(value));
}
