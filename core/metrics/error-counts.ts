import { itemDistance } from './edit-distance.ts';
import type { TextInput } from './metric.ts';

/** [edits, items of the reference] against the reference that needs the smallest share of edits. */
export function errorCounts(
  { prediction, references }: TextInput,
  itemsOf: (text: string) => readonly string[],
): readonly [number, number] {
  const given = itemsOf(prediction);
  let best: readonly [number, number] | undefined;
  for (const reference of references) {
    const wanted = itemsOf(reference);
    const counts = [itemDistance(given, wanted), wanted.length] as const;
    if (best === undefined || counts[0] * best[1] < best[0] * counts[1]) best = counts;
  }
  return best ?? [given.length, 0];
}
