import { pickColumn } from '../aggregations/aggregation.ts';
import type { CategoryScore, TaskScores } from '../results.ts';
import { standardError } from '../statistics/standard-error.ts';
import type { MetricSeries } from './metric-series.ts';

export interface CategorySource {
  readonly metric: string;
  readonly filter: string;
  readonly series: MetricSeries;
}

/**
 * Category → "metric,filter" → score. A task with several category keys gets them in the name, as
 * `subject=physics`.
 */
export function categoryScores(sources: readonly CategorySource[]): TaskScores['categories'] {
  const keys = new Set(sources.flatMap(({ series }) => [...series.categories().keys()]));
  const result: Record<string, Record<string, CategoryScore>> = {};
  for (const { metric, filter, series } of sources) {
    if (series.hasUnreadable) continue;
    for (const [key, groups] of series.categories()) {
      for (const [category, rows] of groups) {
        const score = scoreOf(series, rows);
        if (score === undefined) continue;
        const name = keys.size > 1 ? `${key}=${category}` : category;
        (result[name] ??= {})[`${metric},${filter}`] = score;
      }
    }
  }
  return result;
}

function scoreOf(series: MetricSeries, rows: Uint32Array): CategoryScore | undefined {
  const { aggregation, table } = series;
  const value = aggregation.compute(table, rows);
  if (!Number.isFinite(value)) return undefined;
  const isMean = aggregation.standardError !== undefined && table.width === 1;
  const error = isMean ? standardError(pickColumn(table, rows)) : Number.NaN;
  return { value, stderr: Number.isFinite(error) ? error : null, n: rows.length };
}
