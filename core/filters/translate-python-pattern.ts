import { ANY, translateClass, translateEscape } from './translate-python-escape.ts';

export interface TranslatedPattern {
  /** For `new RegExp(source, 'v')`; multi-line and dot-all are written out, so they need no flag. */
  readonly source: string;
  /** Whether the pattern itself asked for (?i). */
  readonly ignoresCase: boolean;
}

interface Flags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  verbose: boolean;
}

const QUANTIFIER = /^\{(\d*)(,?)(\d*)\}/;
const GLOBAL_FLAGS = /^\(\?([aiLmsux]+)\)/;

/**
 * Rewrites a pattern of Python's `re` for JavaScript's `v` mode. The two differ in what `\w \d \s \b $ .`
 * mean beyond ASCII and at line ends, in how groups and flags are written, and in which characters
 * need a backslash. Throws a plain Error for what JavaScript cannot do.
 */
export function translatePythonPattern(pattern: string): TranslatedPattern {
  const flags: Flags = { ignoreCase: false, multiline: false, dotAll: false, verbose: false };
  let position = readGlobalFlags(pattern, flags);
  let source = '';
  while (position < pattern.length) {
    const part = translatePart(pattern, position, flags);
    source += part.source;
    position = part.next;
  }
  return { source, ignoresCase: flags.ignoreCase };
}

interface Part {
  readonly source: string;
  readonly next: number;
}

function translatePart(pattern: string, position: number, flags: Flags): Part {
  const char = String.fromCodePoint(pattern.codePointAt(position)!);
  const next = position + char.length;
  switch (char) {
    case '\\':
      return translateEscape(pattern, position);
    case '[':
      return translateClass(pattern, position);
    case '(':
      return translateGroup(pattern, position);
    case '{':
      return translateBrace(pattern, position);
    case '.':
      return { source: flags.dotAll ? ANY : '[^\\n]', next };
    case '^':
      return { source: flags.multiline ? '(?<![^\\n])' : `(?<!${ANY})`, next };
    case '$':
      return { source: flags.multiline ? '(?![^\\n])' : `(?=\\n?(?!${ANY}))`, next };
    case ']':
    case '}':
    case '/':
      return { source: `\\${char}`, next };
    default:
      return flags.verbose ? translateVerbose(pattern, position, char) : { source: char, next };
  }
}

/** Flags at the very front, the only place where Python takes them for the whole pattern. */
function readGlobalFlags(pattern: string, flags: Flags): number {
  let position = 0;
  for (;;) {
    const match = GLOBAL_FLAGS.exec(pattern.slice(position));
    if (match === null) return position;
    const letters = match[1]!;
    flags.ignoreCase ||= letters.includes('i');
    flags.multiline ||= letters.includes('m');
    flags.dotAll ||= letters.includes('s');
    flags.verbose ||= letters.includes('x');
    position += match[0].length;
  }
}

function translateGroup(pattern: string, position: number): Part {
  const rest = pattern.slice(position);
  const comment = /^\(\?#[^)]*\)/.exec(rest);
  if (comment) return { source: '', next: position + comment[0].length };
  const reference = /^\(\?P=(\w+)\)/.exec(rest);
  if (reference) return { source: `\\k<${reference[1]!}>`, next: position + reference[0].length };
  const named = /^\(\?P<(\w+)>/.exec(rest);
  if (named) return { source: `(?<${named[1]!}>`, next: position + named[0].length };
  const plain = /^\((?:\?(?::|=|!|<=|<!))?/.exec(rest)![0];
  if (plain === '(' && rest[1] === '?') {
    throw new Error(`the group ${rest.slice(0, 4)}… is not supported`);
  }
  return { source: plain, next: position + plain.length };
}

/** A brace that is no repetition stands for itself in Python; `{,3}` begins at zero. */
function translateBrace(pattern: string, position: number): Part {
  const match = QUANTIFIER.exec(pattern.slice(position));
  const isRepetition = match !== null && (match[1] !== '' || (match[2] === ',' && match[3] !== ''));
  if (!isRepetition) return { source: '\\{', next: position + 1 };
  const [text, low, comma, high] = match;
  return { source: `{${low === '' ? '0' : low!}${comma!}${high!}}`, next: position + text.length };
}

/** (?x): blanks and comments mean nothing outside classes. */
function translateVerbose(pattern: string, position: number, char: string): Part {
  if (char === '#') {
    const end = pattern.indexOf('\n', position);
    return { source: '', next: end < 0 ? pattern.length : end + 1 };
  }
  const source = /[ \t\n\r\f\v]/.test(char) ? '' : char;
  return { source, next: position + char.length };
}
