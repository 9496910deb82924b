import type { Aggregation } from '../aggregations/aggregation.ts';
import { getAggregation } from '../aggregations/registry.ts';
import { taskAggregation } from '../aggregations/task-aggregation.ts';
import { EvalError } from '../errors.ts';
import { pipelinesOf } from '../filters/run-pipeline.ts';
import { isFunctionReference, NO_FUNCTIONS, type TaskFunctions } from '../function-reference.ts';
import { findMetric } from '../metrics/registry.ts';
import type { StatusCounts, TaskScores } from '../results.ts';
import type { RowStatus, ScoredRow } from '../rows.ts';
import type { MetricEntry, TaskConfig } from '../task.ts';
import { categoryScores } from './category-scores.ts';
import { passAtOf } from './pass-at-option.ts';
import { isHigherBetter } from './metric-direction.ts';
import { createMetricSeries, type MetricSeries } from './metric-series.ts';
import { metricKeys } from './metric-keys.ts';

export interface TaskAggregatorInput {
  readonly config: TaskConfig;
  /** Default: none; a task that names functions of its own needs them. */
  readonly functions?: TaskFunctions;
  /** Resamples of the bootstrap; 0 leaves it out. Cut down for large tasks. */
  readonly bootstrapIterations: number;
  readonly seed: number;
}

export interface TaskAggregator {
  /** Rows of each filter in document order; `categories` maps a category key to the document's category. */
  add(row: ScoredRow, categories?: Readonly<Record<string, string>>): void;
  finish(): TaskScores;
}

/**
 * Turns the scored rows of one task into its score block. It keeps numbers, not rows, and the same rows
 * give the same bits: everything is computed from left to right in document order.
 */
export function createTaskAggregator(input: TaskAggregatorInput): TaskAggregator {
  const { config } = input;
  const entries = new Map(config.metric_list.map((entry) => [entry.metric, entry]));
  const filters = pipelinesOf(config.filter_list).map((pipeline) => pipeline.name);
  const seriesByKey = new Map<string, NamedSeries>();
  const counts: Record<RowStatus, number> = {
    ok: 0,
    unparsed: 0,
    refused: 0,
    failed: 0,
    skipped: 0,
  };
  const lastDocument = new Map<string, number>();

  const seriesOf = (metric: string, filter: string): MetricSeries => {
    const key = `${metric},${filter}`;
    const found = seriesByKey.get(key);
    if (found !== undefined) return found.series;
    const entry = entries.get(metric);
    const series = createMetricSeries({
      aggregation: aggregationOf(input, metric, entry),
      scoreKey: config.score_key,
      passAt: passAtOf(entry),
    });
    seriesByKey.set(key, { metric, filter, series });
    return series;
  };
  // A wrong aggregation name shows before the first row, and listed metrics come first in the results.
  for (const filter of filters) for (const metric of entries.keys()) seriesOf(metric, filter);

  return {
    add(row, categories = {}) {
      checkOrder(lastDocument, row);
      if (row.filter === filters[0]) counts[row.status] += 1;
      if (row.status === 'failed' || row.status === 'skipped') return;
      const repeats = row.repeatScores ?? {};
      for (const [metric, value] of Object.entries(row.metrics)) {
        // null: the metric does not apply to this document.
        if (value === null || (!entries.has(metric) && !isPlainNumber(value))) continue;
        seriesOf(metric, row.filter).add({
          value,
          cluster: row.cluster,
          categories,
          repeatScores: repeats[metric],
        });
      }
    },
    finish: () => finishScores(input, [...seriesByKey.values()], counts),
  };
}

export interface NamedSeries {
  readonly metric: string;
  readonly filter: string;
  readonly series: MetricSeries;
}

function finishScores(
  input: TaskAggregatorInput,
  all: readonly NamedSeries[],
  counts: StatusCounts,
): TaskScores {
  // With --predict_only nothing but bypass has values: the listed metrics were never asked.
  const isBypassed = all.some(({ metric, series }) => metric === 'bypass' && series.count > 0);
  const shown = all.filter(({ series }) => series.count > 0 || !isBypassed);
  const metrics: Record<string, TaskScores['metrics'][string]> = {};
  const higherIsBetter: Record<string, boolean> = {};
  for (const named of shown) {
    Object.assign(metrics, metricKeys(named, input));
    const entry = input.config.metric_list.findLast((item) => item.metric === named.metric);
    higherIsBetter[named.metric] = isHigherBetter(named.metric, entry);
  }
  return { metrics, higherIsBetter, counts: { ...counts }, categories: categoryScores(shown) };
}

function aggregationOf(
  { config, functions = NO_FUNCTIONS }: TaskAggregatorInput,
  metric: string,
  entry: MetricEntry | undefined,
): Aggregation {
  const named = entry?.aggregation ?? findMetric(metric)?.aggregation ?? 'mean';
  return isFunctionReference(named)
    ? taskAggregation(named, functions, config.score_key)
    : getAggregation(named);
}

function isPlainNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function checkOrder(lastDocument: Map<string, number>, row: ScoredRow): void {
  const last = lastDocument.get(row.filter);
  if (last !== undefined && row.doc <= last) {
    throw new EvalError(
      'internal',
      `Cannot aggregate document ${row.doc} under the filter ${row.filter}: document ${last} came before it; add each document once, in order.`,
    );
  }
  lastDocument.set(row.filter, row.doc);
}
