import { PYTHON_SPACE } from '../filters/python-text.ts';

const LEADING_LETTER = new RegExp(`^[(${PYTHON_SPACE}]*([A-Za-z])`);

/** The letter that begins an answer, bare or after a bracket, as a capital; '' where none does. */
export function parseLeadingLetter(answer: string): string {
  return LEADING_LETTER.exec(answer)?.[1]?.toUpperCase() ?? '';
}
