import { PYTHON_SPACE, trimPython } from '../filters/python-text.ts';

const BLANKS = new RegExp(`[${PYTHON_SPACE}]+`);

/** str.split() of Python: no empty words. */
export function splitWords(text: string): string[] {
  const trimmed = trimPython(text);
  return trimmed === '' ? [] : trimmed.split(BLANKS);
}
