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

/** Captions whose n-grams are counted once, so that CIDEr-D of many resamples of them is quick. */
export interface CiderCorpus {
  /**
   * CIDEr-D of the picked captions, of which one may occur several times; their mean is the score of the
   * corpus. How rare an n-gram is comes from the references of all of them.
   */
  scores(picks: readonly number[]): readonly number[];
}

/** Numbers times the square of how rare an n-gram is, summed: n-grams by id. */
interface Terms {
  readonly ids: Int32Array;
  readonly factors: Uint16Array;
}

interface Prepared {
  /** N-grams of the references, each once. */
  readonly known: Int32Array;
  /** Squared norms of the caption, by order. */
  readonly own: readonly Terms[];
  readonly references: readonly {
    readonly penalty: number;
    readonly norms: readonly Terms[];
    readonly products: readonly Terms[];
  }[];
}

export function createCiderCorpus(captions: readonly Caption[]): CiderCorpus {
  const ids = new Map<string, number>();
  const idOf = (ngram: string): number => {
    const known = ids.get(ngram);
    if (known !== undefined) return known;
    ids.set(ngram, ids.size);
    return ids.size - 1;
  };
  const prepared = captions.map((caption) => prepare(caption, idOf));
  return {
    scores(picks) {
      const picked = picks.map((pick) => prepared[pick]!);
      const rarity = squaredRarity(picked, ids.size);
      return picked.map((caption) => scoreOf(caption, rarity));
    },
  };
}

function prepare({ words, references }: Caption, idOf: (ngram: string) => number): Prepared {
  const orders = [1, 2, 3, 4];
  const own = orders.map((order) => countNgrams(words, order));
  const counted = references.map((reference) =>
    orders.map((order) => countNgrams(reference, order)),
  );
  const known = new Set(counted.flat().flatMap((counts) => [...counts.keys()].map(idOf)));
  return {
    known: Int32Array.from(known),
    own: own.map((counts) => termsOf(counts, idOf, (count) => count ** 2)),
    references: counted.map((byOrder, index) => {
      const distance = bigrams(words) - bigrams(references[index]!);
      return {
        penalty: Math.exp(-(distance ** 2) / (2 * LENGTH_DEVIATION ** 2)),
        norms: byOrder.map((counts) => termsOf(counts, idOf, (count) => count ** 2)),
        products: byOrder.map((counts, order) =>
          termsOf(
            counts,
            idOf,
            (count, ngram) => Math.min(own[order]!.get(ngram) ?? 0, count) * count,
          ),
        ),
      };
    }),
  };
}

function bigrams(words: readonly string[]): number {
  return Math.max(0, words.length - 1);
}

function termsOf(
  counts: ReadonlyMap<string, number>,
  idOf: (ngram: string) => number,
  factorOf: (count: number, ngram: string) => number,
): Terms {
  const terms = [...counts].flatMap(([ngram, count]) => {
    const factor = factorOf(count, ngram);
    return factor === 0 ? [] : [[idOf(ngram), factor] as const];
  });
  return {
    ids: Int32Array.from(terms, ([id]) => id),
    factors: Uint16Array.from(terms, ([, factor]) => factor),
  };
}

function squaredRarity(captions: readonly Prepared[], size: number): Float64Array {
  const frequency = new Float64Array(size);
  for (const { known } of captions) for (const id of known) frequency[id] = frequency[id]! + 1;
  const logCount = Math.log(captions.length);
  return frequency.map((count) => (logCount - Math.log(Math.max(1, count))) ** 2);
}

function scoreOf({ own, references }: Prepared, rarity: Float64Array): number {
  const norms = own.map((terms) => Math.sqrt(sumOf(terms, rarity)));
  let total = 0;
  for (const reference of references) {
    let similarity = 0;
    for (let order = 0; order < MAX_ORDER; order += 1) {
      const product = sumOf(reference.products[order]!, rarity);
      const scale = norms[order]! * Math.sqrt(sumOf(reference.norms[order]!, rarity));
      similarity += scale === 0 ? product : product / scale;
    }
    total += (reference.penalty * similarity) / MAX_ORDER;
  }
  return (SCALE * total) / references.length;
}

function sumOf({ ids, factors }: Terms, rarity: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < ids.length; index += 1) sum += factors[index]! * rarity[ids[index]!]!;
  return sum;
}
