import { compilePythonRegex } from '../filters/python-regex.ts';
import { trimPython } from '../filters/python-text.ts';
import { splitWords } from '../text/words.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LONE_LETTER = compilePythonRegex('\\b([A-Z])\\b');

/** The letter of an option by its position. */
export function letterAt(position: number): string {
  return LETTERS[position] ?? '';
}

/**
 * The option that an answer names, '' where it names none, in any case of letters: the first letter that
 * stands alone, else the letter the answer begins with, else the one option whose text it holds.
 */
export function parseCandidateLetter(answer: string, candidates: readonly string[]): string {
  const text = trimPython(answer).toUpperCase();
  const letters = LETTERS.slice(0, Math.max(candidates.length, 2));
  const alone = LONE_LETTER.findAll(text)[0]?.[0];
  if (alone !== undefined && letters.includes(alone)) return alone;
  const leading = /^[([]?([A-Z])/.exec(text)?.[1];
  if (leading !== undefined && letters.includes(leading)) return leading;
  const plain = plainText(answer);
  const named = candidates.flatMap((candidate, position) => {
    const wanted = plainText(candidate);
    return wanted !== '' && plain.includes(wanted) ? [letterAt(position)] : [];
  });
  return named.length === 1 ? named[0]! : '';
}

/** Texts compare without regard to case and to the number of blanks. */
export function plainText(text: string): string {
  return splitWords(text.toLowerCase()).join(' ');
}
