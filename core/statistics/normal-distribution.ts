/** Below this |z| / sqrt(2) the series converges fast and loses nothing; above, the fraction does. */
const SERIES_LIMIT = 2;
/** Beyond this z the tail is smaller than the smallest double. */
const LAST_Z = 40;
const TINY = 1e-300;

/** P(Z <= z), accurate in relative terms also in the far left tail. */
export function normalCdf(z: number): number {
  return z <= 0 ? upperTail(-z) : 1 - upperTail(z);
}

/** The z with P(Z <= z) = probability. */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0.5) return 0;
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  const isLeft = probability <= 0.5;
  const tail = isLeft ? probability : 1 - probability;
  let z = firstGuess(tail);
  // Halley's method triples the correct digits: from 3 digits, three rounds reach the last bit.
  for (let round = 0; round < 4; round += 1) {
    const step = (upperTail(z) - tail) / normalDensity(z);
    z += step / (1 - (z * step) / 2);
  }
  return isLeft ? -z : z;
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(Z > z) for z >= 0. */
function upperTail(z: number): number {
  if (z > LAST_Z) return 0;
  const x = z / Math.SQRT2;
  return x < SERIES_LIMIT ? (1 - errorFunction(x)) / 2 : complementByFraction(x) / 2;
}

/** erf(x) = 2/sqrt(pi) exp(-x²) Σ 2^n x^(2n+1) / (2n+1)!!: all terms positive, so nothing cancels. */
function errorFunction(x: number): number {
  let term = x;
  let total = x;
  for (let index = 1; term > total * 1e-17; index += 1) {
    term *= (2 * x * x) / (2 * index + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

/** erfc(x) by Lentz's evaluation of exp(-x²)/sqrt(pi) · 1/(x + (1/2)/(x + (2/2)/(x + …))). */
function complementByFraction(x: number): number {
  let value = x;
  let front = x;
  let back = 0;
  for (let index = 1; index < 500; index += 1) {
    const numerator = index / 2;
    back = 1 / (x + numerator * back || TINY);
    front = x + numerator / front || TINY;
    const change = front * back;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / value;
}

/** Abramowitz and Stegun 26.2.22, good to 3e-3. */
function firstGuess(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  return t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t);
}
