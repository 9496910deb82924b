import type { JsonValue } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import { createCiderCorpus, type CiderCorpus } from '../text/cider.ts';
import { captionOf } from './caption-values.ts';

interface Place {
  readonly corpus: CiderCorpus;
  readonly index: number;
}

/** Resampling asks for the same records again and again: where they were counted. */
const places = new WeakMap<object, Place>();

/**
 * CIDEr-D of all captions together, over records {answer, pred}. A function over all of them, since how
 * rare a word is depends on the references of all.
 */
export function captionCider(values: readonly JsonValue[]): number {
  const records = values.filter((value) => typeof value === 'object' && value !== null);
  const known = records.map((record) => places.get(record));
  const corpus = known[0]?.corpus;
  const isCounted = corpus !== undefined && known.every((place) => place?.corpus === corpus);
  const found = isCounted ? (known as readonly Place[]) : countAll(records);
  if (found.length === 0) return Number.NaN;
  return mean(found[0]!.corpus.scores(found.map(({ index }) => index)));
}

function countAll(records: readonly object[]): readonly Place[] {
  const unique = [...new Set(records)];
  const captions = unique.map((record) => captionOf(record as JsonValue));
  const corpus = createCiderCorpus(captions.filter((caption) => caption !== undefined));
  let next = 0;
  for (const [position, record] of unique.entries()) {
    if (captions[position] === undefined) continue;
    places.set(record, { corpus, index: next });
    next += 1;
  }
  return records.flatMap((record) => places.get(record) ?? []);
}
