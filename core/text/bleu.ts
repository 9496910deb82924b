import { commonCount, countNgrams } from './ngrams.ts';
import { tokenise13a } from './tokenise-13a.ts';

const MAX_ORDER = 4;

/** Matches and totals of orders 1 to 4, then the lengths of prediction and reference: sums add up. */
export function bleuStatistics(prediction: string, references: readonly string[]): number[] {
  const words = tokenise13a(prediction);
  const referenceWords = references.map(tokenise13a);
  const statistics: number[] = [];
  for (let order = 1; order <= MAX_ORDER; order += 1) {
    const allowed = new Map<string, number>();
    for (const reference of referenceWords) {
      for (const [key, count] of countNgrams(reference, order)) {
        allowed.set(key, Math.max(allowed.get(key) ?? 0, count));
      }
    }
    statistics.push(commonCount(countNgrams(words, order), allowed));
  }
  for (let order = 1; order <= MAX_ORDER; order += 1) {
    statistics.push(Math.max(0, words.length - order + 1));
  }
  return [...statistics, words.length, closestLength(words.length, referenceWords)];
}

export interface BleuOptions {
  /** Leaves out the orders for which the text is too short, as a sentence's score needs. */
  readonly effectiveOrder?: boolean;
}

/** BLEU 0-100 with exponential smoothing of orders without a match, from summed statistics. */
export function bleuScore(statistics: ArrayLike<number>, options: BleuOptions = {}): number {
  const length = statistics[2 * MAX_ORDER]!;
  const referenceLength = statistics[2 * MAX_ORDER + 1]!;
  let smoothing = 1;
  let logSum = 0;
  let orders = 0;
  let matches = 0;
  for (let order = 0; order < MAX_ORDER; order += 1) {
    const match = statistics[order]!;
    const total = statistics[MAX_ORDER + order]!;
    if (total === 0) break;
    matches += match;
    orders += 1;
    if (match === 0) smoothing *= 2;
    logSum += Math.log(match === 0 ? 100 / (smoothing * total) : (100 * match) / total);
  }
  if (matches === 0) return 0;
  if (options.effectiveOrder !== true && orders < MAX_ORDER) return 0;
  const brevity = length < referenceLength ? Math.exp(1 - referenceLength / length) : 1;
  return brevity * Math.exp(logSum / orders);
}

/** Of equally close references the shorter one counts. */
function closestLength(length: number, references: readonly (readonly string[])[]): number {
  let best = references[0]?.length ?? 0;
  for (const { length: candidate } of references) {
    const distance = Math.abs(candidate - length) - Math.abs(best - length);
    if (distance < 0 || (distance === 0 && candidate < best)) best = candidate;
  }
  return best;
}
