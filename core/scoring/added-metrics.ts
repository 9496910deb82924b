import { EvalError } from '../errors.ts';
import { getMetric } from '../metrics/registry.ts';
import type { TaskConfig } from '../task.ts';

/** Metrics whose answers are asked for in another way than those of other metrics. */
const NEEDS_OWN_ANSWERS: ReadonlySet<string> = new Set(['acc_mutual_info', 'bypass']);

/**
 * The task with further metrics of the registry; one of the same name takes the place of the task's entry.
 * Answers are there already, so nothing may be added that would have needed other questions.
 */
export function withAddedMetrics(
  config: TaskConfig,
  names: readonly string[] | undefined,
): TaskConfig {
  if (names === undefined || names.length === 0) return config;
  if (config.process_results !== undefined) {
    throw refusal(
      config,
      "the task's own process_results computes its metrics, so a metric cannot be added from outside. Leave the task out with --tasks, or change its scorer and rescore without --metric",
    );
  }
  for (const name of names) {
    getMetric(name);
    const isKnown = config.metric_list.some(({ metric }) => metric === name);
    if (NEEDS_OWN_ANSWERS.has(name) && !isKnown) {
      throw refusal(config, `${name} needs other answers than the run has; evaluate again with it`);
    }
  }
  const kept = config.metric_list.filter(({ metric }) => !names.includes(metric));
  return { ...config, metric_list: [...kept, ...names.map((metric) => ({ metric }))] };
}

function refusal({ task }: TaskConfig, why: string): EvalError {
  return new EvalError('config-invalid', `Cannot add metrics to the task ${task}: ${why}.`);
}
