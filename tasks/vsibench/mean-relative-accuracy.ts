const FIRST = 0.5;
const LAST = 0.95;
const COUNT = 10;

/** Confidences .5, .55 to .95, as numpy.linspace computes them: answers on a border must fall as published. */
const STEP = (LAST - FIRST) / (COUNT - 1);
const CONFIDENCES = Array.from({ length: COUNT }, (_, index) =>
  index === COUNT - 1 ? LAST : FIRST + index * STEP,
);

/** The share of confidences at which a number is near enough: off by at most one minus the confidence. */
export function meanRelativeAccuracy(given: number | undefined, right: number | undefined): number {
  if (given === undefined || right === undefined) return 0;
  const error =
    right === 0 ? (given === 0 ? 0 : Number.POSITIVE_INFINITY) : Math.abs(given - right) / right;
  return CONFIDENCES.filter((confidence) => error <= 1 - confidence).length / COUNT;
}
