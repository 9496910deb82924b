/**
 * Members of Python's Unicode whitespace, as the inside of a character class. JavaScript's `\s` lacks
 * the separators U+001C-U+001F and U+0085 and has U+FEFF besides.
 */
export const PYTHON_SPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const LEADING = new RegExp(`^[${PYTHON_SPACE}]+`);
const TRAILING_SPACE = new RegExp(`[${PYTHON_SPACE}]`);

/** str.strip() of Python. */
export function trimPython(text: string): string {
  const rest = text.replace(LEADING, '');
  let end = rest.length;
  while (end > 0 && TRAILING_SPACE.test(rest[end - 1]!)) end -= 1;
  return rest.slice(0, end);
}

/** Number of code points: what len() counts in Python. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
