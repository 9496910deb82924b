import { PYTHON_SPACE } from '../filters/python-text.ts';

/** Python counts letters and numbers of every script, and no combining marks. */
export const WORD = '\\p{L}\\p{N}_';

/** Valid inside and outside of a class in `v` mode. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  s: `[${PYTHON_SPACE}]`,
  S: `[^${PYTHON_SPACE}]`,
};

const CODE_POINT = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/;
/** Escapes are short: a slice of this length shows the whole of one. */
const LONGEST_ESCAPE = 10;
export const OCTAL = /^\\(0[0-7]{0,2}|[1-3][0-7]{2})/;

interface Part {
  readonly source: string;
  readonly next: number;
}

/** The character class that begins at `position`. */
export function parseClass(pattern: string, position: number): Part {
  let at = position + 1;
  let source = '[';
  if (pattern[at] === '^') {
    source += '^';
    at += 1;
  }
  for (let isFirst = true; ; isFirst = false) {
    const char = pattern[at];
    if (char === undefined) throw new Error('a character class is not closed');
    if (char === ']' && !isFirst) return { source: `${source}]`, next: at + 1 };
    const part = parseMember(pattern, at, isFirst);
    source += part.source;
    at = part.next;
  }
}

function parseMember(pattern: string, position: number, isFirst: boolean): Part {
  const char = String.fromCodePoint(pattern.codePointAt(position)!);
  if (char === '\\') {
    if (pattern[position + 1] === 'b') return { source: '\\x08', next: position + 2 };
    return parseEscapedCharacter(pattern, position);
  }
  const next = position + char.length;
  if (char !== '-') return { source: literalSource(char), next };
  // A dash joins a range only between two members that are single characters.
  const isRange = !isFirst && pattern[next] !== ']' && !endsWithClass(pattern, position);
  return { source: isRange ? '-' : '\\-', next };
}

function endsWithClass(pattern: string, position: number): boolean {
  return /\\[dDwWsS]$/.test(pattern.slice(Math.max(0, position - 2), position));
}

/** An escape that stands for one character, in a class or outside. */
export function parseEscapedCharacter(pattern: string, position: number): Part {
  const rest = pattern.slice(position, position + LONGEST_ESCAPE);
  const named = CLASSES[rest[1] ?? ''];
  if (named !== undefined) return { source: named, next: position + 2 };
  const codePoint = CODE_POINT.exec(rest);
  if (codePoint) {
    const hex = codePoint[1] ?? codePoint[2] ?? codePoint[3]!;
    if (Number.parseInt(hex, 16) > 0x10ffff) throw new Error(`no character has number ${hex}`);
    return { source: `\\u{${hex}}`, next: position + codePoint[0].length };
  }
  const octal = OCTAL.exec(rest);
  if (octal) {
    const hex = Number.parseInt(octal[1]!, 8).toString(16);
    return { source: `\\u{${hex}}`, next: position + octal[0].length };
  }
  const letter = rest[1];
  if (letter === undefined) throw new Error('it ends in a lone backslash');
  if ('tnrfv'.includes(letter)) return { source: `\\${letter}`, next: position + 2 };
  if (letter === 'a') return { source: '\\x07', next: position + 2 };
  if (/[A-Za-z0-9]/.test(letter)) throw new Error(`the escape \\${letter} means nothing`);
  const char = String.fromCodePoint(rest.codePointAt(1)!);
  return { source: literalSource(char), next: position + 1 + char.length };
}

/** A character as itself: punctuation by its number, since `v` mode reserves much of it. */
export function literalSource(char: string): string {
  const code = char.codePointAt(0)!;
  const isPlain = code >= 0x80 || /[A-Za-z0-9_ ]/.test(char);
  return isPlain ? char : `\\x${code.toString(16).padStart(2, '0')}`;
}
