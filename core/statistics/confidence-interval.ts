import { normalQuantile } from './normal-distribution.ts';
import { studentQuantile } from './student-distribution.ts';

export type Interval = readonly [low: number, high: number];

export interface MeanIntervalInput {
  readonly mean: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Default 0.95. */
  readonly level?: number;
}

/** mean ± t · standard error. */
export function meanInterval(input: MeanIntervalInput): Interval {
  const { mean, standardError, degreesOfFreedom, level = 0.95 } = input;
  const reach = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  return [mean - reach, mean + reach];
}

/**
 * Wilson's score interval of a share. It stays inside [0, 1] and has a width where every score is
 * equal, which is where the t interval claims certainty.
 */
export function wilsonInterval(successes: number, count: number, level = 0.95): Interval {
  if (count === 0) return [Number.NaN, Number.NaN];
  const z = normalQuantile((1 + level) / 2);
  const share = successes / count;
  const divisor = 1 + (z * z) / count;
  const center = (share + (z * z) / (2 * count)) / divisor;
  const reach =
    (z / divisor) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return [
    successes === 0 ? 0 : Math.max(0, center - reach),
    successes === count ? 1 : Math.min(1, center + reach),
  ];
}
