import type { JsonObject } from '../json.ts';
import type { TaskComparison } from '../results.ts';
import { holmCorrection } from '../statistics/holm-correction.ts';

/**
 * The comparisons of all tasks with p values corrected together (Holm): with many tasks and metrics some
 * differences look significant by chance. The p value is that of clustered documents where there are clusters.
 */
export function correctedComparisons(
  tasks: Readonly<Record<string, TaskComparison>>,
): Record<string, JsonObject> {
  const all = Object.values(tasks).flatMap(({ metrics }) => Object.values(metrics));
  const adjusted = holmCorrection(
    all.map((metric) => metric.p_value_clustered ?? metric.p_value ?? Number.NaN),
  );
  const byMetric = new Map(all.map((metric, index) => [metric, adjusted[index]!]));
  const entries = Object.entries(tasks).map(([task, comparison]) => {
    const metrics = Object.entries(comparison.metrics).map(([key, metric]) => {
      const value = byMetric.get(metric)!;
      return [key, { ...metric, p_value_adjusted: Number.isNaN(value) ? null : value }] as const;
    });
    return [task, { ...comparison, metrics: Object.fromEntries(metrics) }] as const;
  });
  return Object.fromEntries(entries) as unknown as Record<string, JsonObject>;
}
