import { isFunctionReference, NO_FUNCTIONS, type TaskFunctions } from '../function-reference.ts';
import type { JsonValue } from '../json.ts';
import type { FilterPipeline, FilterStep } from '../task.ts';
import type { FilterContext, FilterFunction, FilterState } from './filter.ts';
import { getFilter } from './registry.ts';
import { taskFilter } from './task-filter.ts';

/** What a task without filter_list gets. */
const DEFAULT_PIPELINE: FilterPipeline = {
  name: 'none',
  filter: [{ function: 'take_first' }],
};

export interface PipelineResult {
  /** One value after a filter that chooses one, else a list. */
  readonly output: JsonValue;
  /** Whether nothing was found in the responses, so that the output is only a fallback. */
  readonly isFallback: boolean;
}

/** Runs the filters of one pipeline over the K raw responses of one document. */
export function runPipeline(
  steps: readonly FilterStep[],
  responses: readonly JsonValue[],
  context: FilterContext = {},
  functions: TaskFunctions = NO_FUNCTIONS,
): PipelineResult {
  let state: FilterState = {
    isScalar: false,
    items: responses.map((value) => ({ value, isFallback: false })),
  };
  for (const step of steps) state = prepare(step, functions)(state, context);
  const values = state.items.map((item) => item.value);
  return {
    output: state.isScalar ? (values[0] ?? '') : values,
    isFallback: state.items.length > 0 && state.items.every((item) => item.isFallback),
  };
}

function prepare(step: FilterStep, functions: TaskFunctions): FilterFunction {
  return isFunctionReference(step.function)
    ? taskFilter(step.function, functions)
    : getFilter(step.function).prepare(step);
}

/** The pipelines of a task, or the default one. */
export function pipelinesOf(pipelines: readonly FilterPipeline[]): readonly FilterPipeline[] {
  return pipelines.length === 0 ? [DEFAULT_PIPELINE] : pipelines;
}
