import { splitWords } from '../text/words.ts';
import { itemDistance } from './edit-distance.ts';

/** Edits over words of the reference, of one text; every text is wrong where the reference is empty. */
export function wordErrorShare(prediction: string, reference: string): number {
  const wanted = splitWords(reference);
  const edits = itemDistance(splitWords(prediction), wanted);
  return edits / Math.max(1, wanted.length);
}
