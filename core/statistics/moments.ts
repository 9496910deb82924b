/**
 * Left-to-right sum with Neumaier's correction. The order is fixed, so the same values give the same
 * bits on every machine, and ten thousand scores of 0.1 do not drift.
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let correction = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    const next = total + value;
    if (!Number.isFinite(next)) return plainSum(values);
    correction += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + correction;
}

export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Sample variance, n - 1 below the line; NaN for fewer than two values. */
export function sampleVariance(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : squaredDeviations(values) / (values.length - 1);
}

/** Population variance, n below the line; NaN for no values. */
export function populationVariance(values: ArrayLike<number>): number {
  return squaredDeviations(values) / values.length;
}

/**
 * Distance of each value from the mean. Taken from the first value before the mean, so that equal values
 * have distances of exactly zero.
 */
export function deviations(values: ArrayLike<number>): Float64Array {
  const distances = new Float64Array(values.length);
  const origin = values.length === 0 ? 0 : values[0]!;
  // Plain loops: a callback per value costs more than the arithmetic, and resampling has 100,000 of them.
  for (let index = 0; index < values.length; index += 1) distances[index] = values[index]! - origin;
  const center = mean(distances);
  for (let index = 0; index < values.length; index += 1) {
    distances[index] = distances[index]! - center;
  }
  return distances;
}

function squaredDeviations(values: ArrayLike<number>): number {
  const squares = deviations(values);
  for (let index = 0; index < squares.length; index += 1) {
    squares[index] = squares[index]! * squares[index]!;
  }
  return sum(squares);
}

/** An infinite or overflowing sum has no rounding error worth correcting, and the correction would be NaN. */
function plainSum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index]!;
  return total;
}
