import { EvalError } from '../errors.ts';
import type { FunctionReference, TaskFunctions } from '../function-reference.ts';
import type { JsonValue } from '../json.ts';
import { scoreNumber } from '../scoring/metric-value.ts';
import type { Aggregation } from './aggregation.ts';

/** A function sees whole records, which is slow to repeat. */
const MAX_RESAMPLES = 100;

/**
 * The aggregation that a task brings: an object of this kind, or a function over the values of all
 * documents in their order. A function keeps every value in memory, so what counts numbers only should be an
 * object.
 */
export function taskAggregation(
  reference: FunctionReference,
  functions: TaskFunctions,
  scoreKey: string,
): Aggregation {
  const given = functions.get(reference);
  if (isAggregation(given)) return given;
  if (typeof given !== 'function') {
    throw new EvalError(
      'task-invalid',
      `Cannot aggregate with ${reference.$export}: expected a function of values, or an object with name, encode and compute.`,
    );
  }
  const compute = given as (values: readonly JsonValue[]) => unknown;
  const values: JsonValue[] = [];
  return {
    name: reference.$export,
    readsRecord: true,
    encode(value) {
      values.push(value);
      return [values.length - 1, scoreNumber(value, scoreKey) ?? Number.NaN];
    },
    compute(table, picks) {
      const result = compute(Array.from(picks, (row) => values[table.at(row, 0)] ?? null));
      return typeof result === 'number' ? result : Number.NaN;
    },
    scoreColumn: 1,
    maxResamples: MAX_RESAMPLES,
  };
}

function isAggregation(value: unknown): value is Aggregation {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'encode' in value &&
    'compute' in value &&
    typeof value.encode === 'function' &&
    typeof value.compute === 'function'
  );
}
