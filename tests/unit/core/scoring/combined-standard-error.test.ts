import { expect, it } from 'vitest';
import { combinedStandardError } from '../../../../core/scoring/combined-standard-error.ts';
import { mean } from '../../../../core/statistics/moments.ts';
import { standardError } from '../../../../core/statistics/standard-error.ts';

it('is the standard error of all scores put together', () => {
  const tasks = [
    [0, 1, 1, 0.5],
    [0.25, 0.75],
    [1, 1, 0],
  ];
  const combined = combinedStandardError(
    tasks.map((scores) => ({
      mean: mean(scores),
      standardError: standardError(scores),
      size: scores.length,
    })),
  );
  expect(combined).toBeCloseTo(standardError(tasks.flat()), 12);
});
