import { EvalError } from '../errors.ts';
import { deviations, sampleVariance } from './moments.ts';

/** s / sqrt(n) with the sample deviation; NaN for fewer than two values. */
export function standardError(values: ArrayLike<number>): number {
  return Math.sqrt(sampleVariance(values) / values.length);
}

/**
 * Standard error of a mean whose values come in clusters (several questions about one picture):
 * Miller 2024, "Adding Error Bars to Evals", equation 4. Only rounding can push the radicand below
 * zero; the error is 0 then.
 */
export function clusteredStandardError(
  values: ArrayLike<number>,
  clusters: ArrayLike<number>,
): number {
  const count = values.length;
  if (clusters.length !== count) {
    throw new EvalError(
      'internal',
      `Cannot compute a clustered standard error: received ${count} scores and ${clusters.length} cluster ids; give one id per score.`,
    );
  }
  const sums = new Map<number, number>();
  let squares = 0;
  for (const [index, deviation] of deviations(values).entries()) {
    sums.set(clusters[index]!, (sums.get(clusters[index]!) ?? 0) + deviation);
    squares += deviation * deviation;
  }
  let within = -squares;
  for (const total of sums.values()) within += total * total;
  return Math.sqrt(Math.max(0, sampleVariance(values) / count + within / (count * count)));
}

/** Standard error of a group's mean from those of its tasks, pooled as lm-eval does. */
export function pooledStandardError(
  standardErrors: readonly number[],
  sizes: readonly number[],
): number {
  let total = 0;
  let pooled = 0;
  for (const [index, size] of sizes.entries()) {
    total += size;
    pooled += (size - 1) * standardErrors[index]! ** 2 * size;
  }
  return Math.sqrt(pooled / (total - sizes.length) / total);
}

/** Value of a group: the plain mean of its tasks, or weighted by their documents. */
export function groupMean(
  values: readonly number[],
  sizes: readonly number[],
  weightBySize: boolean,
): number {
  let weights = 0;
  let total = 0;
  for (const [index, value] of values.entries()) {
    const weight = weightBySize ? sizes[index]! : 1;
    weights += weight;
    total += value * weight;
  }
  return total / weights;
}
