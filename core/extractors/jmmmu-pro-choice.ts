import { trimPython } from '../filters/python-text.ts';

const LAST_LETTER = /(?:\(([A-Z])\)|\*+([A-Z])\*+|([A-Z]))$/;

/** The letter that ends an answer to a question of JMMMU-Pro, in any width and case. */
export function parseJmmmuProChoice(
  answer: string,
  letters: readonly string[],
): string | undefined {
  const match = LAST_LETTER.exec(trimPython(answer.normalize('NFKC')).toUpperCase());
  const letter = match?.[1] ?? match?.[2] ?? match?.[3];
  return letter !== undefined && letters.includes(letter) ? letter : undefined;
}
