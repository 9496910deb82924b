import { EvalError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { Aggregation } from './aggregation.ts';
import { createNumberTable, type NumberTable } from './number-table.ts';
import { getAggregation } from './registry.ts';

/** One number from a plain list of values, such as a task outside of an evaluation needs. */
export function aggregate(name: string, values: readonly JsonValue[]): number {
  const aggregation = getAggregation(name);
  if (values.length === 0 && name !== 'bypass') {
    throw new EvalError(
      'scorer-failed',
      `Cannot compute ${name} of no values: at least one document must be scored.`,
    );
  }
  const table = encodeAll(aggregation, values);
  return aggregation.compute(table, allRows(table.length));
}

/** Every row once, in order. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

/** The numbers of all values; refuses a value of another kind than the aggregation needs. */
export function encodeAll(aggregation: Aggregation, values: readonly JsonValue[]): NumberTable {
  const table = createNumberTable();
  for (const value of values) {
    const row = aggregation.encode(value);
    if (row === undefined || !table.push(row)) {
      throw new EvalError(
        'scorer-failed',
        `Cannot compute ${aggregation.name}: the value ${JSON.stringify(value).slice(0, 120)} is not of the kind it needs.`,
      );
    }
  }
  return table;
}
