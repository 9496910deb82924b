import { getAggregation } from '../aggregations/registry.ts';
import { EvalError, messageOf } from '../errors.ts';
import { isFunctionReference } from '../function-reference.ts';
import { getFilter } from '../filters/registry.ts';
import { getMetric } from '../metrics/registry.ts';
import type { TaskConfig } from '../task.ts';
import { passAtOf } from './pass-at-option.ts';
import { submissionPlan } from './submission-form.ts';

/**
 * Refuses, before a model is asked, what scoring could only refuse after: unknown names of filters,
 * metrics and aggregations, patterns that do not compile, more samples than repeats.
 */
export function checkScoringConfig(config: TaskConfig, repeats: number): void {
  try {
    checkFilters(config, repeats);
    checkMetrics(config, repeats);
    submissionPlan(config);
  } catch (error) {
    throw new EvalError('config-invalid', `In the task ${config.task}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function checkFilters(config: TaskConfig, repeats: number): void {
  for (const pipeline of config.filter_list) {
    for (const step of pipeline.filter) {
      // That a function exists is checked where it is loaded.
      if (isFunctionReference(step.function)) continue;
      getFilter(step.function).prepare(step);
      const count = step['k'];
      if (step.function === 'take_first_k' && typeof count === 'number' && count > repeats) {
        throw new EvalError(
          'config-invalid',
          `Cannot take the first ${count} responses in the filter ${pipeline.name}: each document is asked ${repeats} times. Set repeats to ${count} or more, or lower k.`,
        );
      }
    }
  }
}

function checkMetrics(config: TaskConfig, repeats: number): void {
  for (const entry of config.metric_list) {
    const most = Math.max(0, ...passAtOf(entry));
    if (most > repeats) {
      throw new EvalError(
        'config-invalid',
        `Cannot compute pass@${most} of ${entry.metric}: each document is asked ${repeats} times. Set repeats (-n) to ${most} or more, or lower pass_at_k.`,
      );
    }
    if (typeof entry.aggregation === 'string') getAggregation(entry.aggregation);
    // The names that process_results gives are the task's own.
    if (config.process_results !== undefined || entry.$function !== undefined) continue;
    const metric = getMetric(entry.metric);
    const scorers = {
      multiple_choice: metric.scoreChoice,
      loglikelihood: metric.scoreLogLikelihood,
      generate_until: metric.scoreText,
      generate_until_multi_round: metric.scoreText,
      generate_until_agentic: metric.scoreText,
    };
    if (scorers[config.output_type] === undefined) {
      throw new EvalError(
        'config-invalid',
        `Cannot use the metric ${entry.metric} with output_type ${config.output_type}: choose another metric or output type.`,
      );
    }
  }
}
