import { logFactorial } from './log-factorial.ts';
import type { Random } from './random.ts';

/** Below this expected count walking up the distribution is faster than rejection, and rejection needs more. */
const MIN_REJECTION_MEAN = 10;

/** A draw of the number of successes in `count` trials of chance `chance`. */
export function drawBinomial(count: number, chance: number, random: Random): number {
  if (count <= 0 || chance <= 0) return 0;
  if (chance >= 1) return count;
  if (chance > 0.5) return count - drawRare(count, 1 - chance, random);
  return drawRare(count, chance, random);
}

function drawRare(count: number, chance: number, random: Random): number {
  return count * chance < MIN_REJECTION_MEAN
    ? drawByInversion(count, chance, random)
    : drawByRejection(count, chance, random);
}

/** Adds up probabilities from zero successes until they pass a uniform number. */
function drawByInversion(count: number, chance: number, random: Random): number {
  const odds = chance / (1 - chance);
  let probability = Math.exp(count * Math.log1p(-chance));
  let rest = random.next();
  let successes = 0;
  while (rest > probability && successes < count) {
    rest -= probability;
    successes += 1;
    probability *= (odds * (count - successes + 1)) / successes;
  }
  return successes;
}

/** Hörmann 1993, "The generation of binomial random variates", algorithm BTRS: exact, of constant cost. */
function drawByRejection(count: number, chance: number, random: Random): number {
  const deviation = Math.sqrt(count * chance * (1 - chance));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * chance;
  const center = count * chance + 0.5;
  const quickLimit = 0.92 - 4.2 / b;
  for (;;) {
    const u = random.next() - 0.5;
    const v = random.next();
    const distance = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / distance + b) * u + center);
    if (distance >= 0.07 && v <= quickLimit) return successes;
    if (successes < 0 || successes > count) continue;
    const alpha = (2.83 + 5.1 / b) * deviation;
    const height = Math.log((v * alpha) / (a / (distance * distance) + b));
    const mode = Math.floor((count + 1) * chance);
    if (height <= logRatioToMode(count, chance, successes, mode)) return successes;
  }
}

function logRatioToMode(count: number, chance: number, successes: number, mode: number): number {
  return (
    logFactorial(mode) +
    logFactorial(count - mode) -
    logFactorial(successes) -
    logFactorial(count - successes) +
    (successes - mode) * Math.log(chance / (1 - chance))
  );
}
