import type { Aggregation } from '../aggregations/aggregation.ts';
import { createNumberTable, type NumberTable } from '../aggregations/number-table.ts';
import type { MetricValue } from '../rows.ts';
import { createGrowableNumbers, type GrowableNumbers } from '../statistics/growable-numbers.ts';
import { createPassAtKAccumulator } from '../statistics/pass-at-k.ts';
import { createStabilityAccumulator, type Stability } from '../statistics/stability.ts';
import { scoredPart } from './metric-value.ts';

export interface SeriesValue {
  readonly value: MetricValue;
  readonly cluster: string | undefined;
  /** Category key → category of the document. */
  readonly categories: Readonly<Record<string, string>>;
  readonly repeatScores: readonly number[] | undefined;
}

/** The values of one metric under one filter, as numbers only. */
export interface MetricSeries {
  readonly aggregation: Aggregation;
  readonly table: NumberTable;
  /** Documents with this metric: the denominator. */
  readonly count: number;
  /** Whether some value was of a kind that the aggregation cannot take. */
  readonly hasUnreadable: boolean;
  add(value: SeriesValue): void;
  /** A number per row that is equal within a cluster; undefined when no row named a cluster. */
  clusters(): Float64Array | undefined;
  /** Category key → category → rows. */
  categories(): ReadonlyMap<string, ReadonlyMap<string, Uint32Array>>;
  stability(): Stability | undefined;
  /** k → mean chance that one of k samples is right; empty unless asked for. */
  passAtK(): ReadonlyMap<number, number>;
}

export interface MetricSeriesOptions {
  readonly aggregation: Aggregation;
  readonly scoreKey: string;
  /** Values of k for which pass@k is wanted over repeats. */
  readonly passAt?: readonly number[];
}

export function createMetricSeries(options: MetricSeriesOptions): MetricSeries {
  const { aggregation, scoreKey, passAt = [] } = options;
  const table = createNumberTable();
  const clusterIds = createInternedColumn();
  const categoryIds = new Map<string, InternedColumn>();
  const stability = createStabilityAccumulator();
  const passes = new Map(passAt.map((k) => [k, createPassAtKAccumulator(k)] as const));
  let count = 0;
  let hasUnreadable = false;
  return {
    aggregation,
    table,
    get count() {
      return count;
    },
    get hasUnreadable() {
      return hasUnreadable;
    },
    add({ value, cluster, categories, repeatScores }) {
      count += 1;
      const isWhole = aggregation.readsRecord === true;
      const row = aggregation.encode(isWhole ? value : scoredPart(value, scoreKey));
      if (row === undefined || !table.push(row)) {
        hasUnreadable = true;
        return;
      }
      const index = table.length - 1;
      clusterIds.set(index, cluster);
      for (const [key, category] of Object.entries(categories)) {
        const column = categoryIds.get(key) ?? createInternedColumn();
        categoryIds.set(key, column);
        column.set(index, category);
      }
      if (repeatScores === undefined) return;
      stability.add(repeatScores);
      for (const pass of passes.values()) pass.add(repeatScores);
    },
    clusters: () => clusterIds.identities(table.length),
    categories: () =>
      new Map([...categoryIds].map(([key, column]) => [key, column.groups()] as const)),
    passAtK: () => new Map([...passes].map(([k, pass]) => [k, pass.finish()] as const)),
    stability: () => (stability.questions === 0 ? undefined : stability.finish()),
  };
}

interface InternedColumn {
  set(row: number, label: string | undefined): void;
  identities(length: number): Float64Array | undefined;
  groups(): ReadonlyMap<string, Uint32Array>;
}

/** Labels of rows as small numbers; -1 for a row without one. */
function createInternedColumn(): InternedColumn {
  const ids = new Map<string, number>();
  const column: GrowableNumbers = createGrowableNumbers();
  return {
    set(row, label) {
      while (column.length < row) column.push(-1);
      if (label !== undefined && !ids.has(label)) ids.set(label, ids.size);
      column.push(label === undefined ? -1 : ids.get(label)!);
    },
    identities(length) {
      if (ids.size === 0) return undefined;
      // A row without a label is a cluster of its own.
      return Float64Array.from({ length }, (_, row) => {
        const id = column.view()[row] ?? -1;
        return id < 0 ? -1 - row : id;
      });
    },
    groups() {
      const values = column.view();
      const rows = new Map<string, number[]>([...ids.keys()].map((label) => [label, []]));
      const labels = [...ids.keys()];
      for (let row = 0; row < values.length; row += 1) {
        if (values[row]! >= 0) rows.get(labels[values[row]!]!)!.push(row);
      }
      return new Map([...rows].map(([label, list]) => [label, Uint32Array.from(list)] as const));
    },
  };
}
