import type { Caption } from './cider.ts';
import { commonCount, countNgrams } from './ngrams.ts';

const MAX_ORDER = 4;
/** Keep a corpus without a match, or without words, from dividing by zero, as COCO's evaluation does. */
const TINY = 1e-15;
const SMALL = 1e-9;

/** Matches and totals of orders 1 to 4, then the lengths of caption and closest reference: sums add up. */
export function captionBleuStatistics({ words, references }: Caption): number[] {
  const orders = Array.from({ length: MAX_ORDER }, (_, index) => index + 1);
  const matches = orders.map((order) => {
    const allowed = new Map<string, number>();
    for (const reference of references) {
      for (const [key, count] of countNgrams(reference, order)) {
        allowed.set(key, Math.max(allowed.get(key) ?? 0, count));
      }
    }
    return commonCount(countNgrams(words, order), allowed);
  });
  const totals = orders.map((order) => Math.max(0, words.length - order + 1));
  return [...matches, ...totals, words.length, closestLength(words.length, references)];
}

/** BLEU of the order as a share, from summed statistics; orders are not smoothed. */
export function captionBleuScore(sums: ArrayLike<number>, order: number): number {
  let product = 1;
  for (let index = 0; index < order; index += 1) {
    product *= (sums[index]! + TINY) / (sums[MAX_ORDER + index]! + SMALL);
  }
  const ratio = (sums[2 * MAX_ORDER]! + TINY) / (sums[2 * MAX_ORDER + 1]! + SMALL);
  return product ** (1 / order) * (ratio < 1 ? Math.exp(1 - 1 / ratio) : 1);
}

/** Of equally close references the shorter one counts. */
function closestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length);
  const distance = (candidate: number): number => Math.abs(candidate - length);
  return lengths.reduce((best, candidate) => {
    const difference = distance(candidate) - distance(best);
    return difference < 0 || (difference === 0 && candidate < best) ? candidate : best;
  });
}
