import { sum } from '../statistics/moments.ts';

export interface TaskSample {
  readonly mean: number;
  readonly standardError: number;
  readonly size: number;
}

/**
 * Standard error of the mean over all documents of several tasks, the spread between the tasks
 * included: what one would get from the scores themselves, put together.
 */
export function combinedStandardError(tasks: readonly TaskSample[]): number {
  const total = sum(tasks.map(({ size }) => size));
  const center = sum(tasks.map(({ mean, size }) => mean * size)) / total;
  const squares = tasks.map(
    ({ mean, standardError, size }) =>
      (size - 1) * standardError ** 2 * size + size * (mean - center) ** 2,
  );
  return Math.sqrt(sum(squares) / (total - 1) / total);
}
