import { EvalError } from '../errors.ts';
import type { MetricEntry } from '../task.ts';

/** The values of k in a metric's `pass_at_k`: one number or a list. */
export function passAtOf(entry: MetricEntry | undefined): readonly number[] {
  const given = entry?.['pass_at_k'];
  if (given === undefined || given === null) return [];
  const list = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  if (list.every((k): k is number => Number.isInteger(k) && (k as number) >= 1)) return list;
  throw new EvalError(
    'config-invalid',
    `Cannot use pass_at_k ${JSON.stringify(given)} of the metric ${entry?.metric ?? ''}: give a whole number from 1, or a list of them.`,
  );
}
