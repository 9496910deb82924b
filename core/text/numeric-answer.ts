import { parseNumber } from './parse-number.ts';

/** Relative error that charts are read with. */
const DEFAULT_TOLERANCE = 0.05;

/**
 * Relaxed accuracy of chart questions: numbers (a percent sign divides by 100) within the tolerance of
 * a target that is not zero, else equal texts without regard to case.
 */
export function isRelaxedMatch(
  prediction: string,
  target: string,
  tolerance = DEFAULT_TOLERANCE,
): boolean {
  const given = chartNumber(prediction);
  const wanted = chartNumber(target);
  if (given === undefined || wanted === undefined || wanted === 0) {
    return prediction.toLowerCase() === target.toLowerCase();
  }
  return Math.abs(given - wanted) / Math.abs(wanted) <= tolerance;
}

function chartNumber(text: string): number | undefined {
  if (!text.endsWith('%')) return parseNumber(text);
  const share = parseNumber(text.replace(/%+$/, ''));
  return share === undefined ? undefined : share / 100;
}
