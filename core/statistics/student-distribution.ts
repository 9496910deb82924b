import { normalQuantile } from './normal-distribution.ts';

const TINY = 1e-300;
/** Up to here one half minus the centre keeps all but two digits; beyond, the tail is computed. */
const SERIES_LIMIT = 2;

/** P(T <= t) of Student's t distribution, accurate in relative terms in the left tail. */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0)) return Number.NaN;
  const tail = upperTail(Math.abs(t), degreesOfFreedom);
  return t <= 0 ? tail : 1 - tail;
}

/** The t with P(T <= t) = probability. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability >= 0 && probability <= 1) || !(degreesOfFreedom > 0)) return Number.NaN;
  if (probability === 0.5) return 0;
  const isLeft = probability < 0.5;
  const tail = isLeft ? probability : 1 - probability;
  if (tail === 0) return isLeft ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const t = tailQuantile(tail, degreesOfFreedom);
  return isLeft ? -t : t;
}

/** Newton's method inside a bracket, halving it where a step would leave. */
function tailQuantile(tail: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = Math.max(1, -2 * normalQuantile(tail));
  while (upperTail(high, degreesOfFreedom) > tail) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  for (let round = 0; round < 200; round += 1) {
    const excess = upperTail(t, degreesOfFreedom) - tail;
    if (excess > 0) low = t;
    else high = t;
    const stepped = t + excess / density(t, degreesOfFreedom);
    const next = stepped > low && stepped < high ? stepped : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * next) return next;
    t = next;
  }
  return t;
}

/** P(T > t) for t >= 0: half the regularised incomplete beta I_x(v/2, 1/2) at x = v / (v + t²). */
function upperTail(t: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom / 2;
  const ratio = (t * t) / degreesOfFreedom;
  if (!Number.isFinite(ratio)) return 0;
  const y = ratio / (1 + ratio);
  // x^a y^(1/2) / B(a, 1/2); x^a through log1p keeps the digits that 1 - y would lose.
  const factor =
    (Math.exp(-a * Math.log1p(ratio)) * Math.sqrt(y) * gammaRatio(a)) / Math.sqrt(Math.PI);
  return t < SERIES_LIMIT ? 0.5 - factor * centralSeries(y, a) : factor / 2 / tailFraction(y, a);
}

/** I_y(1/2, a) without its factor: Σ of positive terms, so nothing cancels. */
function centralSeries(y: number, a: number): number {
  let term = 1;
  let total = 1;
  for (let index = 0; term > total * 1e-17; index += 1) {
    term *= (y * (a + 0.5 + index)) / (1.5 + index);
    total += term;
  }
  return total;
}

/**
 * The continued fraction of Didonato and Morris (1992) for I_x(a, b) at b = 1/2, by Lentz's method. The
 * better known one subtracts nearly equal numbers when a is large.
 */
function tailFraction(y: number, a: number): number {
  const b = 0.5;
  const x = 1 - y;
  const denominator = (m: number): number =>
    m +
    (m === 0 ? 0 : (m * (b - m) * x) / (a + 2 * m - 1)) +
    ((a + m) * (a * y - b * x + 1 + m * (1 + y))) / (a + 2 * m + 1);
  let value = denominator(0);
  let front = value;
  let back = 0;
  for (let m = 1; m < 10_000; m += 1) {
    const numerator = ((a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x) / (a + 2 * m - 1) ** 2;
    back = 1 / (denominator(m) + numerator * back || TINY);
    front = denominator(m) + numerator / front || TINY;
    const change = front * back;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

function density(t: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom / 2;
  const power = Math.exp(-(a + 0.5) * Math.log1p((t * t) / degreesOfFreedom));
  return (power * gammaRatio(a)) / Math.sqrt(Math.PI * degreesOfFreedom);
}

/**
 * Γ(a + 1/2) / Γ(a). A difference of two log-gammas loses five digits at 10,000 degrees of freedom;
 * the asymptotic series of the ratio itself, after shifting the argument up, loses none.
 */
function gammaRatio(a: number): number {
  let shifted = a;
  let factor = 1;
  while (shifted < 25) {
    factor *= shifted / (shifted + 0.5);
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const exponent =
    inverse *
    (-1 / 8 +
      square * (1 / 192 + square * (-1 / 640 + square * (17 / 14336 - (square * 31) / 18432))));
  return factor * Math.sqrt(shifted) * Math.exp(exponent);
}
