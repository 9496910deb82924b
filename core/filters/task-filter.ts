import { EvalError } from '../errors.ts';
import type { EvalDocument } from '../document.ts';
import type { FunctionReference, TaskFunctions } from '../function-reference.ts';
import type { JsonValue } from '../json.ts';
import type { FilterFunction } from './filter.ts';

type ChangeResponses = (
  responses: readonly JsonValue[],
  document: EvalDocument,
) => readonly JsonValue[];

/** The filter that a task brings as a function over the responses of one document. */
export function taskFilter(reference: FunctionReference, functions: TaskFunctions): FilterFunction {
  const change = functions.get(reference) as ChangeResponses;
  return (state, { document = {} }) => {
    const before = state.items.map((item) => item.value);
    const after: unknown = change(before, document);
    if (!Array.isArray(after)) {
      throw new EvalError(
        'scorer-failed',
        `Cannot filter with ${reference.$export}: it must return a list of responses, received ${JSON.stringify(after)?.slice(0, 80) ?? 'nothing'}.`,
      );
    }
    return {
      isScalar: state.isScalar && after.length === 1,
      items: (after as JsonValue[]).map((value, index) => ({
        value,
        isFallback: state.items[index]?.isFallback ?? false,
      })),
    };
  };
}
