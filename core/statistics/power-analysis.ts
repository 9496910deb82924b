import { EvalError } from '../errors.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';

export interface PowerAnalysisInput {
  /** Difference of scores worth detecting; default 0.03. */
  readonly effectSize?: number;
  /** Standard deviation of the first model's scores; default 0.5, the largest of a 0/1 score. */
  readonly deviationA?: number;
  /** Default: that of the first. */
  readonly deviationB?: number;
  /** Correlation of the two models' scores on the same documents; default 0.5. */
  readonly correlation?: number;
  /** Two-sided significance; default 0.05. */
  readonly alpha?: number;
  /** Wanted chance to see a true effect; default 0.8. */
  readonly power?: number;
  /** Documents there are. */
  readonly currentCount?: number;
}

export interface PowerAnalysis {
  /** Paired documents needed. */
  readonly minimumCount: number;
  /** With the documents there are. */
  readonly currentPower?: number;
  readonly minimumDetectableEffect?: number;
}

/** How many paired documents tell two models apart (reported to the next whole document). */
export function powerAnalysis(input: PowerAnalysisInput): PowerAnalysis {
  const {
    effectSize = 0.03,
    deviationA = 0.5,
    correlation = 0.5,
    alpha = 0.05,
    power = 0.8,
  } = input;
  const deviationB = input.deviationB ?? deviationA;
  checkShare('effect_size', effectSize, Number.POSITIVE_INFINITY);
  checkShare('alpha', alpha, 1);
  checkShare('power', power, 1);
  const variance = deviationA ** 2 + deviationB ** 2 - 2 * correlation * deviationA * deviationB;
  const deviation = Math.sqrt(Math.max(0, variance));
  const zAlpha = normalQuantile(1 - alpha / 2);
  const zSum = zAlpha + normalQuantile(power);
  const minimumCount = Math.ceil((zSum / (effectSize / deviation)) ** 2);
  const count = input.currentCount;
  if (count === undefined) return { minimumCount };
  return {
    minimumCount,
    currentPower: normalCdf((effectSize / deviation) * Math.sqrt(count) - zAlpha),
    minimumDetectableEffect: (zSum * deviation) / Math.sqrt(count),
  };
}

function checkShare(name: string, value: number, limit: number): void {
  if (value > 0 && value < limit) return;
  throw new EvalError(
    'config-invalid',
    `Cannot compute the power of a comparison: ${name} is ${value}; give a number above 0${limit === 1 ? ' and below 1' : ''}.`,
  );
}
