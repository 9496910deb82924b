import { findMetric } from '../metrics/registry.ts';
import type { MetricEntry } from '../task.ts';

/** Metrics of task code whose names say that less is better; error rates, distances and losses. */
const LOWER_IS_BETTER =
  /(?:^|_)(?:wer|cer|mer|ter|ser|mae|mse|rmse|loss|error|error_rate|edit_distance|perplexity)$/;

/** Whether a higher value is better: what the task says, else what is known of the metric. */
export function isHigherBetter(metric: string, entry?: MetricEntry): boolean {
  return (
    entry?.higher_is_better ??
    findMetric(metric)?.higherIsBetter ??
    !LOWER_IS_BETTER.test(metric.toLowerCase())
  );
}
