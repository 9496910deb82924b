import { splitWords } from '../text/words.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'];
/** "A" in a longer answer is more often the article than the option. */
const LONGEST_ANSWER_WITH_A = 3;
/** How a letter may be written in an answer, in the order tried. */
const FORMS: readonly (readonly [before: string, after: string])[] = [
  ['(', ')'],
  ['(', ').'],
  ['', '.'],
  ['', ','],
  ['', ':'],
  ['', ')'],
  ['', ').'],
  [':', ''],
  [':', ','],
  [':', '.'],
  [':', ')'],
  [':', ').'],
];

/** Letter → text of the options that a row of MMBench has: absent ones are empty or "nan" there. */
export function mmbenchOptions(read: (column: string) => unknown): ReadonlyMap<string, string> {
  const options = LETTERS.map((letter) => [letter, read(letter)] as const);
  return new Map(
    options.filter((option): option is readonly [string, string] => {
      const text = option[1];
      return typeof text === 'string' && text !== '' && text !== 'nan';
    }),
  );
}

/**
 * The option that an answer to MMBench names without a judge: by a letter, else by the text of exactly
 * one option. undefined where both leave it open.
 */
export function parseMmbenchChoice(
  answer: string,
  options: ReadonlyMap<string, string>,
): string | undefined {
  return namedLetter(answer, [...options.keys()]) ?? namedText(answer, options);
}

function namedLetter(answer: string, letters: readonly string[]): string | undefined {
  const words = splitWords(answer);
  const only = (before: string, after: string): string | undefined => {
    const found = letters.filter((letter) => words.includes(`${before}${letter}${after}`));
    return found.length === 1 ? found[0] : undefined;
  };
  const isArticlePossible = words.includes('A') && words.length > LONGEST_ANSWER_WITH_A;
  const alone = isArticlePossible ? undefined : only('', '');
  if (alone !== undefined) return alone;
  for (const [before, after] of FORMS) {
    const letter = only(before, after);
    if (letter !== undefined) return letter;
  }
  return undefined;
}

function namedText(answer: string, options: ReadonlyMap<string, string>): string | undefined {
  const lower = answer.toLowerCase();
  const named = [...options].filter(([, text]) => lower.includes(text.toLowerCase()));
  return named.length === 1 ? named[0]![0] : undefined;
}
