import { trimPython } from '../filters/python-text.ts';
import { stripMarks } from '../text/strip-marks.ts';

const DEFAULT_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const MARKS = [',', '.', '!', '?', ';', ':', "'", '"'];
const LETTER = /\p{L}/u;

/** What an answer follows, in the languages of the benchmarks; a longer phrase ends as a shorter one does. */
const PHRASES = [
  'answer is',
  'correct option is',
  'best option is',
  'choice is',
  'i choose',
  'i select',
  'i pick',
  '옵션',
  '정답은',
  '답은',
  '답:',
  '答案是',
  '答案为',
  '选',
  '答えは',
];

/** How an answer may name an option beside its first and last letter, the surest form first. */
const WRITTEN: readonly ((letter: string) => string)[] = [
  (letter) => `(${letter})`,
  (letter) => `${letter}.`,
  (letter) => `${letter}:`,
  (letter) => `${letter})`,
  (letter) => `${letter} `,
  (letter) => letter,
];

/**
 * The option that an answer names, '' where it names none. The surest form counts: the letter that the
 * answer begins or ends with, one after "the answer is", `(X)`, `X.`, `X:`, `X)`, one before a blank, any.
 * Of several in one form the last counts. Small letters name nothing.
 */
export function extractOptionLetter(
  answer: string,
  options: readonly string[] = DEFAULT_LETTERS,
): string {
  // 10 before 1 where numbers stand for letters.
  const letters = options.toSorted((left, right) => right.length - left.length);
  const text = stripMarks(trimPython(answer), MARKS);
  const bare = trimPython(text);
  const padded = ` ${text} `;
  return (
    letters.find((letter) => bare.startsWith(letter) && !isLetterAt(bare, letter.length)) ??
    letters.find((letter) => bare.endsWith(letter) && !isLetterBefore(bare, letter.length)) ??
    afterPhrase(padded, letters) ??
    lastWritten(padded, letters) ??
    ''
  );
}

function isLetterAt(text: string, position: number): boolean {
  const code = text.codePointAt(position);
  return code !== undefined && LETTER.test(String.fromCodePoint(code));
}

function isLetterBefore(text: string, tail: number): boolean {
  const before = text.slice(Math.max(0, text.length - tail - 2), text.length - tail);
  return LETTER.test(Array.from(before).at(-1) ?? '');
}

/** The letter nearest to the last such phrase, one that is no part of a word before others. */
function afterPhrase(text: string, letters: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  const ends = PHRASES.map((phrase) => {
    const at = lower.lastIndexOf(phrase);
    return at < 0 ? -1 : at + phrase.length;
  });
  const from = Math.max(...ends);
  if (from < 0) return undefined;
  return nearest(text, from, letters, isAlone) ?? nearest(text, from, letters, () => true);
}

function nearest(
  text: string,
  from: number,
  letters: readonly string[],
  counts: (text: string, place: number, letter: string) => boolean,
): string | undefined {
  let [best, bestPlace]: [string | undefined, number] = [undefined, text.length];
  for (const letter of letters) {
    let place = text.indexOf(letter, from);
    while (place >= 0 && place < bestPlace && !counts(text, place, letter)) {
      place = text.indexOf(letter, place + 1);
    }
    if (place >= 0 && place < bestPlace) [best, bestPlace] = [letter, place];
  }
  return best;
}

function isAlone(text: string, place: number, letter: string): boolean {
  const around = `${text[place - 1] ?? ''}${text[place + letter.length] ?? ''}`;
  return !/[A-Za-z0-9]/.test(around);
}

function lastWritten(text: string, letters: readonly string[]): string | undefined {
  for (const written of WRITTEN) {
    const places = letters.map((letter) => text.lastIndexOf(written(letter)));
    const last = Math.max(...places);
    if (last >= 0) return letters[places.indexOf(last)];
  }
  return undefined;
}
