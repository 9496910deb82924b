import { SPELLING_PAIRS, SPELLING_RULES } from './english-spelling-table.ts';
import { splitWords } from './words.ts';

const AMERICAN: ReadonlyMap<string, string> = new Map([...ruleEntries(), ...pairEntries()]);

/** Words as Americans spell them, with one space between them. */
export function americaniseSpelling(text: string): string {
  return splitWords(text)
    .map((word) => AMERICAN.get(word) ?? word)
    .join(' ');
}

function* ruleEntries(): Generator<readonly [string, string]> {
  for (const { from, to, families } of SPELLING_RULES) {
    for (const family of families) {
      const [stems = '', endings = ''] = family.split(' + ');
      for (const stem of splitWords(stems)) {
        for (const given of splitWords(endings)) {
          const ending = given === '-' ? '' : given;
          yield [stem + from + ending, stem + to + ending];
        }
      }
    }
  }
}

function* pairEntries(): Generator<readonly [string, string]> {
  const words = splitWords(SPELLING_PAIRS);
  for (let index = 0; index + 1 < words.length; index += 2) {
    yield [words[index]!, words[index + 1]!];
  }
}
