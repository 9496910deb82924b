import { countNgrams } from './ngrams.ts';

const MAX_ORDER = 4;
/** Standard deviation, in bigrams, of the penalty for another length (CIDEr-D). */
const LENGTH_DEVIATION = 6;
/** The published score is ten times the mean similarity. */
const SCALE = 10;

export interface Caption {
  readonly words: readonly string[];
  /** Words of each reference. */
  readonly references: readonly (readonly string[])[];
}

/**
 * CIDEr-D of each caption; their mean is the score of the corpus. How rare an n-gram is comes from the
 * references of all captions, so they must be given together.
 */
export function ciderScores(captions: readonly Caption[]): number[] {
  const frequency = documentFrequency(captions);
  const logCount = Math.log(captions.length);
  const weigh = (words: readonly string[]): Weighted => weighted(words, frequency, logCount);
  return captions.map(({ words, references }) => {
    const candidate = weigh(words);
    let total = 0;
    for (const reference of references) total += similarity(candidate, weigh(reference));
    return (SCALE * total) / references.length;
  });
}

interface Weighted {
  /** Per order: n-gram → weight. */
  readonly weights: readonly ReadonlyMap<string, number>[];
  readonly norms: readonly number[];
  /** Number of bigrams. */
  readonly length: number;
}

/** In the references of how many captions an n-gram occurs. */
function documentFrequency(captions: readonly Caption[]): ReadonlyMap<string, number> {
  const frequency = new Map<string, number>();
  for (const { references } of captions) {
    const seen = new Set<string>();
    for (const reference of references) {
      for (let order = 1; order <= MAX_ORDER; order += 1) {
        for (const ngram of countNgrams(reference, order).keys()) seen.add(ngram);
      }
    }
    for (const ngram of seen) frequency.set(ngram, (frequency.get(ngram) ?? 0) + 1);
  }
  return frequency;
}

function weighted(
  words: readonly string[],
  frequency: ReadonlyMap<string, number>,
  logCount: number,
): Weighted {
  const weights = Array.from({ length: MAX_ORDER }, (_, index) => {
    const entries = [...countNgrams(words, index + 1)].map(
      ([ngram, count]) =>
        [ngram, count * (logCount - Math.log(Math.max(1, frequency.get(ngram) ?? 0)))] as const,
    );
    return new Map(entries);
  });
  const norms = weights.map((vector) => Math.hypot(...vector.values()));
  return { weights, norms, length: Math.max(0, words.length - 1) };
}

function similarity(candidate: Weighted, reference: Weighted): number {
  const distance = candidate.length - reference.length;
  const penalty = Math.exp(-(distance ** 2) / (2 * LENGTH_DEVIATION ** 2));
  let total = 0;
  for (let order = 0; order < MAX_ORDER; order += 1) {
    const wanted = reference.weights[order]!;
    let product = 0;
    for (const [ngram, weight] of candidate.weights[order]!) {
      const other = wanted.get(ngram) ?? 0;
      product += Math.min(weight, other) * other;
    }
    const norms = candidate.norms[order]! * reference.norms[order]!;
    total += norms === 0 ? product : product / norms;
  }
  return (penalty * total) / MAX_ORDER;
}
