import { DELETE, editMatrix, INSERT, KEEP, operationsOf, type EditMatrix } from './edit-matrix.ts';
import { splitWords } from './words.ts';

/** Limits of Tercom's search for shifts. */
const MAX_SHIFT_WORDS = 10;
const MAX_SHIFT_DISTANCE = 50;
const MAX_CANDIDATES = 1000;

/** Fewest edits over the references, and their mean length: sums add up to a corpus score. */
export function terStatistics(prediction: string, references: readonly string[]): number[] {
  const words = splitWords(prediction.toLowerCase());
  let edits = Number.POSITIVE_INFINITY;
  let length = 0;
  for (const reference of references) {
    const referenceWords = splitWords(reference.toLowerCase());
    edits = Math.min(edits, translationEdits(words, referenceWords));
    length += referenceWords.length;
  }
  return [edits, length / references.length];
}

/** TER 0-100 (and above), from summed statistics. */
export function terScore(statistics: ArrayLike<number>): number {
  const [edits, length] = [statistics[0]!, statistics[1]!];
  if (length > 0) return (100 * edits) / length;
  return edits > 0 ? 100 : 0;
}

/**
 * Insertions, deletions, replacements and moves of whole phrases that make the reference of the words.
 * The search for moves is greedy and bounded in the way of Tercom, which published scores come from.
 */
function translationEdits(words: readonly string[], reference: readonly string[]): number {
  if (reference.length === 0) return words.length;
  let matrix = editMatrix(words, reference);
  const budget = { candidates: 0 };
  for (let shifts = 0; ; shifts += 1) {
    const best = bestShift(matrix, reference, budget);
    const isWorse = best === undefined || best.distance >= matrix.distance;
    if (budget.candidates >= MAX_CANDIDATES || isWorse) return shifts + matrix.distance;
    matrix = best;
  }
}

interface Shift {
  readonly matrix: EditMatrix;
  readonly length: number;
  readonly start: number;
  readonly target: number;
}

function bestShift(
  current: EditMatrix,
  reference: readonly string[],
  budget: { candidates: number },
): EditMatrix | undefined {
  const { words } = current;
  const { positions, wordErrors, referenceErrors } = align(current);
  let best: Shift | undefined;
  for (const { start, referenceStart, length } of commonPhrases(words, reference)) {
    if (!wordErrors.slice(start, start + length).includes(1)) continue;
    if (!referenceErrors.slice(referenceStart, referenceStart + length).includes(1)) continue;
    const place = positions[referenceStart]!;
    if (start <= place && place < start + length) continue;
    let tried = -1;
    for (let offset = -1; offset < length; offset += 1) {
      const at = referenceStart + offset;
      if (at >= positions.length) break;
      const target = at === -1 ? 0 : positions[at]! + 1;
      if (target === tried) continue;
      tried = target;
      const matrix = editMatrix(moved(words, start, length, target), reference, current);
      budget.candidates += 1;
      const shift: Shift = { matrix, length, start, target };
      if (best === undefined || isBetter(shift, best)) best = shift;
    }
    if (budget.candidates >= MAX_CANDIDATES) break;
  }
  return best?.matrix;
}

/** Fewest edits, then the longest phrase, then the earliest phrase, then the earliest target. */
function isBetter(left: Shift, right: Shift): boolean {
  const order =
    right.matrix.distance - left.matrix.distance ||
    left.length - right.length ||
    right.start - left.start ||
    right.target - left.target;
  return order > 0;
}

function moved(
  words: readonly string[],
  start: number,
  length: number,
  target: number,
): readonly string[] {
  const phrase = words.slice(start, start + length);
  const rest = [...words.slice(0, start), ...words.slice(start + length)];
  // A target inside the phrase counts from the phrase's start among the words that stay.
  const at = target > start + length ? target - length : target;
  return [...rest.slice(0, at), ...phrase, ...rest.slice(at)];
}

interface Phrase {
  readonly start: number;
  readonly referenceStart: number;
  readonly length: number;
}

function* commonPhrases(words: readonly string[], reference: readonly string[]): Generator<Phrase> {
  for (let start = 0; start < words.length; start += 1) {
    const from = Math.max(0, start - MAX_SHIFT_DISTANCE);
    const to = Math.min(reference.length - 1, start + MAX_SHIFT_DISTANCE);
    for (let referenceStart = from; referenceStart <= to; referenceStart += 1) {
      for (let length = 1; length <= MAX_SHIFT_WORDS; length += 1) {
        const word = words[start + length - 1];
        if (word === undefined || word !== reference[referenceStart + length - 1]) break;
        yield { start, referenceStart, length };
      }
    }
  }
}

interface Alignment {
  /** Reference position → position in the prediction. */
  readonly positions: readonly number[];
  readonly wordErrors: readonly number[];
  readonly referenceErrors: readonly number[];
}

function align(matrix: EditMatrix): Alignment {
  const positions: number[] = [];
  const wordErrors: number[] = [];
  const referenceErrors: number[] = [];
  for (const operation of operationsOf(matrix)) {
    const error = operation === KEEP ? 0 : 1;
    if (operation !== INSERT) wordErrors.push(error);
    if (operation === DELETE) continue;
    positions.push(wordErrors.length - 1);
    referenceErrors.push(error);
  }
  return { positions, wordErrors, referenceErrors };
}
