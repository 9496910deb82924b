import { PYTHON_SPACE } from '../filters/python-text.ts';
import { commonCount, countNgrams } from './ngrams.ts';

const MAX_ORDER = 6;
/** Recall counts twice as much as precision (chrF2). */
const BETA_SQUARED = 4;
const BLANKS = new RegExp(`[${PYTHON_SPACE}]+`, 'g');

/**
 * Per character order: n-grams of the prediction, of the reference, and common ones. Of several
 * references the one with the best score counts.
 */
export function chrfStatistics(prediction: string, references: readonly string[]): number[] {
  const predictionNgrams = characterNgrams(prediction);
  let best: number[] = Array.from({ length: 3 * MAX_ORDER }, () => 0);
  let bestScore = -1;
  for (const reference of references) {
    const statistics = characterNgrams(reference).flatMap((ngrams, order) => {
      const own = predictionNgrams[order]!;
      const total = sizeOf(ngrams);
      // An order longer than the reference says nothing about the prediction.
      return [total === 0 ? 0 : sizeOf(own), total, commonCount(own, ngrams)];
    });
    const score = chrfScore(statistics);
    if (score > bestScore) {
      best = statistics;
      bestScore = score;
    }
  }
  return best;
}

/** chrF 0-100 over the orders that both sides have, from summed statistics. */
export function chrfScore(statistics: ArrayLike<number>): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 0; order < MAX_ORDER; order += 1) {
    const own = statistics[3 * order]!;
    const total = statistics[3 * order + 1]!;
    const common = statistics[3 * order + 2]!;
    if (own === 0 || total === 0) continue;
    precision += common / own;
    recall += common / total;
    orders += 1;
  }
  if (orders === 0 || precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  return (100 * (1 + BETA_SQUARED) * precision * recall) / (BETA_SQUARED * precision + recall);
}

function characterNgrams(text: string): Map<string, number>[] {
  const characters = Array.from(text.replaceAll(BLANKS, ''));
  return Array.from({ length: MAX_ORDER }, (_, index) => countNgrams(characters, index + 1));
}

function sizeOf(counts: ReadonlyMap<string, number>): number {
  let size = 0;
  for (const count of counts.values()) size += count;
  return size;
}
