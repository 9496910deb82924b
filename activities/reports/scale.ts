/** Intervals between ticks wanted; round steps give at most two more. */
const WANTED_STEPS = 5;
const ROUND_FACTORS = [1, 2, 2.5, 5, 10];

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Ascending round numbers from low to high. */
  readonly ticks: readonly number[];
  /** Where a value lies, in percent of the width; beyond the ends it stays at the end. */
  readonly percent: (value: number) => number;
}

/** A linear scale whose ends are round numbers around all values; a single value gets some room. */
export function createScale(values: readonly number[]): Scale {
  let least = Math.min(...values);
  let most = Math.max(...values);
  if (!(most > least)) {
    const room = Math.abs(least) / 2 || 1;
    least -= room;
    most += room;
  }
  const step = roundStep((most - least) / WANTED_STEPS);
  // Without the tolerance a bound such as 0.6 / 0.2 = 2.9999… would add an empty step.
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  const low = first * step;
  const high = last * step;
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    withoutNoise((first + index) * step),
  );
  return { low, high, ticks, percent: (value) => toPercent((value - low) / (high - low)) };
}

/** Percent of the largest value, for bars. */
export function createBarScale(values: readonly number[]): (value: number) => number {
  const most = Math.max(0, ...values);
  return (value) => (most > 0 ? toPercent(value / most) : 0);
}

/** Short text for ticks: `0.25`, `1,500`, `2e+9`. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-4)) return value.toExponential(1).replaceAll('-', '−');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 }).replace('-', '−');
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (ROUND_FACTORS.find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
}

/** Two decimals of a percent are a tenth of a pixel on a wide screen. */
function toPercent(share: number): number {
  return Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100 : 0;
}

/** 0.30000000000000004 is 0.3 on an axis. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
