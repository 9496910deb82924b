import { parseMmbenchChoice } from './mmbench-choice.ts';
import { extractOptionLetter } from './option-letter.ts';

const LETTERS = ['A', 'B', 'C', 'D'];

/** The option that an answer to MMBench names by its own rules, else by looser ones. */
export function parseStaticMmbenchChoice(
  answer: string,
  options: ReadonlyMap<string, string>,
): string | undefined {
  return parseMmbenchChoice(answer, options) ?? (extractOptionLetter(answer, LETTERS) || undefined);
}
