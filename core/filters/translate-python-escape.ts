import { PYTHON_SPACE } from './python-text.ts';

/** Python counts letters and numbers of every script, and no combining marks. */
const WORD = '\\p{L}\\p{N}_';
const BOUNDARY = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;

/** Any character. Not `[^]`, which V8 of Node 20 fails to repeat in `v` mode. */
export const ANY = '[\\s\\S]';

const ASSERTIONS: Readonly<Record<string, string>> = {
  A: `(?<!${ANY})`,
  Z: `(?!${ANY})`,
  b: BOUNDARY,
  B: `(?!${BOUNDARY})`,
};

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
const OCTAL = /^\\(0[0-7]{0,2}|[1-3][0-7]{2})/;

interface Part {
  readonly source: string;
  readonly next: number;
}

/** The escape that begins at `position`, outside of a class. */
export function translateEscape(pattern: string, position: number): Part {
  const letter = pattern[position + 1] ?? '';
  const assertion = ASSERTIONS[letter];
  if (assertion !== undefined) return { source: assertion, next: position + 2 };
  const reference = /^\\([1-9]\d?)/.exec(pattern.slice(position));
  if (reference && !OCTAL.test(pattern.slice(position))) {
    // A digit may follow a one-digit reference, so it is closed off.
    return { source: `(?:${reference[0]})`, next: position + reference[0].length };
  }
  return translateCharacter(pattern, position);
}

/** The character class that begins at `position`. */
export function translateClass(pattern: string, position: number): Part {
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
    const part = translateMember(pattern, at, isFirst);
    source += part.source;
    at = part.next;
  }
}

function translateMember(pattern: string, position: number, isFirst: boolean): Part {
  const char = String.fromCodePoint(pattern.codePointAt(position)!);
  if (char === '\\') {
    if (pattern[position + 1] === 'b') return { source: '\\x08', next: position + 2 };
    return translateCharacter(pattern, position);
  }
  const next = position + char.length;
  if (char !== '-') return { source: literal(char), next };
  // A dash joins a range only between two members that are single characters.
  const isRange = !isFirst && pattern[next] !== ']' && !endsWithClass(pattern, position);
  return { source: isRange ? '-' : '\\-', next };
}

function endsWithClass(pattern: string, position: number): boolean {
  return /\\[dDwWsS]$/.test(pattern.slice(0, position));
}

function translateCharacter(pattern: string, position: number): Part {
  const rest = pattern.slice(position);
  const named = CLASSES[rest[1] ?? ''];
  if (named !== undefined) return { source: named, next: position + 2 };
  const codePoint = CODE_POINT.exec(rest);
  if (codePoint) {
    const hex = codePoint[1] ?? codePoint[2] ?? codePoint[3]!;
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
  return { source: literal(char), next: position + 1 + char.length };
}

/** A character as itself: punctuation by its number, since `v` mode reserves much of it. */
function literal(char: string): string {
  const code = char.codePointAt(0)!;
  const isPlain = code >= 0x80 || /[A-Za-z0-9_ ]/.test(char);
  return isPlain ? char : `\\x${code.toString(16).padStart(2, '0')}`;
}
