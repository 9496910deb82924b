import type { JsonValue } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import { ciderScores, type Caption } from '../text/cider.ts';
import { captionOf } from './caption-values.ts';

/**
 * CIDEr-D of all captions together, over records {answer, pred}. A function over all of them, since how
 * rare a word is depends on the references of all.
 */
export function captionCider(values: readonly JsonValue[]): number {
  const captions = values.map(cachedCaption).filter((caption) => caption !== undefined);
  return captions.length === 0 ? Number.NaN : mean(ciderScores(captions));
}

/** Resampling asks for the same records again and again. */
const known = new WeakMap<object, Caption | undefined>();

function cachedCaption(value: JsonValue): Caption | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!known.has(value)) known.set(value, captionOf(value));
  return known.get(value);
}
