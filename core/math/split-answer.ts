const OPENING = '([{';
const CLOSING = ')]}';

/** Splits where a separator stands outside of all brackets. */
export function splitTopLevel(text: string, separators: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (OPENING.includes(char)) depth += 1;
    else if (CLOSING.includes(char)) depth -= 1;
    if (depth > 0) continue;
    separators.lastIndex = at;
    const found = separators.exec(text);
    if (found === null || found[0] === '') continue;
    parts.push(text.slice(start, at));
    at += found[0].length - 1;
    start = at + 1;
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}

export interface Bracketed {
  readonly open: string;
  readonly close: string;
  readonly inside: string;
}

/** The content of brackets that hold the whole text: `(1, 2]`, `\{1, 2\}`. */
export function bracketed(text: string): Bracketed | undefined {
  if (text.startsWith('\\{') && text.endsWith('\\}')) {
    return { open: '{', close: '}', inside: text.slice(2, -2) };
  }
  const [open, close] = [text[0] ?? '', text.at(-1) ?? ''];
  if (text.length < 2 || !OPENING.includes(open) || !CLOSING.includes(close)) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at += 1) {
    if (OPENING.includes(text[at]!)) depth += 1;
    else if (CLOSING.includes(text[at]!)) depth -= 1;
    if (depth === 0) return undefined;
  }
  return { open, close, inside: text.slice(1, -1) };
}

/** Rows of `\begin{pmatrix} a & b \\ c & d \end{pmatrix}`. */
export function matrixRows(text: string): readonly (readonly string[])[] | undefined {
  const found = /^\\begin\{([bpvBV]?)matrix\}(?:\{[^}]*\})?/.exec(text);
  const end = text.lastIndexOf('\\end{');
  if (found === null || end < 0 || !text.endsWith('matrix}')) return undefined;
  const body = text.slice(found[0].length, end).trim();
  const rows = body.split('\\\\').filter((row) => row.trim() !== '');
  return rows.map((row) => row.split('&').map((cell) => cell.trim()));
}
