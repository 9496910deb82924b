import { literalSource, OCTAL, parseClass, parseEscapedCharacter } from './parse-character.ts';
import { fixedWidth } from './fixed-width.ts';
import type { AssertionTest, ParsedPattern, PatternNode } from './pattern-node.ts';

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
}

const QUANTIFIER = /\{(\d*)(,?)(\d*)\}/y;
const GLOBAL_FLAGS = /\(\?([aiLmsux]+)\)/y;
const SCOPED_FLAGS = /\(\?([aiLmsux]*)(?:-([imsx]+))?:/y;
const GROUP_NAME = /\(\?P<([\p{L}_][\p{L}\p{N}_]*)>/uy;
const NAMED_REFERENCE = /\(\?P=([\p{L}_][\p{L}\p{N}_]*)\)/uy;
const COMMENT = /\(\?#[^)]*\)/y;
const PLAIN_GROUP = /\((?:\?(?:=|!|<=|<!))?/y;
const REFERENCE = /\\([1-9]\d?)/y;
const MAX_DEPTH = 200;
const ASSERTIONS: Readonly<Record<string, AssertionTest>> = {
  A: 'text-start',
  Z: 'text-end',
  b: 'boundary',
  B: 'inside',
};

/** Reads a pattern of Python's `re`. Throws a plain Error for what it cannot mean or what is not supported. */
export function parsePythonPattern(pattern: string, ignoreCase: boolean): ParsedPattern {
  const names = new Map<string, number>();
  const closed = new Set<number>();
  let groupCount = 0;
  let position = 0;

  let flags: Flags = { ignoreCase, multiline: false, dotAll: false, verbose: false };
  for (let letters = take(GLOBAL_FLAGS); letters !== null; letters = take(GLOBAL_FLAGS)) {
    flags = withFlags(flags, letters[1]!, '');
  }
  const root = parseChoice(flags, 0);
  if (position < pattern.length) throw new Error('a parenthesis is closed that was not opened');
  return { root, groupCount, groupNames: names };

  function take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = position;
    const found = expression.exec(pattern);
    if (found !== null) position += found[0].length;
    return found;
  }

  function parseChoice(current: Flags, depth: number): PatternNode {
    if (depth > MAX_DEPTH) throw new Error('its groups are nested too deeply');
    const items = [parseSequence(current, depth)];
    while (pattern[position] === '|') {
      position += 1;
      items.push(parseSequence(current, depth));
    }
    return items.length === 1 ? items[0]! : { kind: 'choice', items };
  }

  function parseSequence(current: Flags, depth: number): PatternNode {
    const items: PatternNode[] = [];
    while (position < pattern.length && pattern[position] !== '|' && pattern[position] !== ')') {
      if (current.verbose && skipVerbose()) continue;
      if (take(COMMENT)) continue;
      const atom = parseAtom(current, depth);
      items.push(parseRepetition(atom, current));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  /** (?x): blanks and comments mean nothing outside classes. */
  function skipVerbose(): boolean {
    if (/[ \t\n\r\f\v]/.test(pattern[position]!)) {
      position += 1;
      return true;
    }
    if (pattern[position] !== '#') return false;
    const end = pattern.indexOf('\n', position);
    position = end < 0 ? pattern.length : end + 1;
    return true;
  }

  function parseAtom(current: Flags, depth: number): PatternNode {
    const char = String.fromCodePoint(pattern.codePointAt(position)!);
    switch (char) {
      case '\\':
        return parseEscape(current);
      case '[':
        return set(parseClass(pattern, position), current);
      case '(':
        return parseGroup(current, depth);
      case '.':
        position += 1;
        return { kind: 'set', source: current.dotAll ? '[\\s\\S]' : '[^\\n]', ignoreCase: false };
      case '^':
        position += 1;
        return { kind: 'assertion', test: current.multiline ? 'line-start' : 'text-start' };
      case '$':
        position += 1;
        return { kind: 'assertion', test: current.multiline ? 'line-end' : 'last-line-end' };
      case '*':
      case '+':
      case '?':
        throw new Error(`nothing stands before ${char} to be repeated`);
      default:
        return set({ source: literalSource(char), next: position + char.length }, current);
    }
  }

  function set(part: { source: string; next: number }, current: Flags): PatternNode {
    position = part.next;
    return { kind: 'set', source: part.source, ignoreCase: current.ignoreCase };
  }

  function parseEscape(current: Flags): PatternNode {
    const test = ASSERTIONS[pattern[position + 1] ?? ''];
    if (test !== undefined) {
      position += 2;
      return { kind: 'assertion', test };
    }
    if (!OCTAL.test(pattern.slice(position, position + 4))) {
      const number = take(REFERENCE);
      if (number) return reference(Number(number[1]), current);
    }
    return set(parseEscapedCharacter(pattern, position), current);
  }

  function reference(index: number, current: Flags): PatternNode {
    if (!closed.has(index))
      throw new Error(`it refers to group ${index}, which is not complete there`);
    return { kind: 'reference', index, ignoreCase: current.ignoreCase };
  }

  function parseGroup(current: Flags, depth: number): PatternNode {
    const named = take(NAMED_REFERENCE);
    if (named) {
      const index = names.get(named[1]!);
      if (index === undefined) throw new Error(`it refers to an unknown group ${named[1]!}`);
      return reference(index, current);
    }
    const scoped = take(SCOPED_FLAGS);
    if (scoped) {
      const body = close(withFlags(current, scoped[1]!, scoped[2] ?? ''), depth);
      // In brackets even an assertion can be repeated.
      return { kind: 'sequence', items: [body] };
    }
    const name = take(GROUP_NAME)?.[1];
    const opening = name === undefined ? take(PLAIN_GROUP)![0] : '(';
    if (opening === '(') {
      if (name === undefined && pattern[position] === '?') {
        throw new Error(`the group ${pattern.slice(position - 1, position + 3)}… is not supported`);
      }
      groupCount += 1;
      const index = groupCount;
      if (name !== undefined) {
        if (names.has(name)) throw new Error(`two groups are named ${name}`);
        names.set(name, index);
      }
      const body = close(current, depth);
      closed.add(index);
      return { kind: 'group', index, body };
    }
    const body = close(current, depth);
    const isNegated = opening.endsWith('!');
    if (!opening.includes('<')) return { kind: 'look', isNegated, body };
    const width = fixedWidth(body);
    if (width === undefined) throw new Error('a look-behind must have one fixed width');
    return { kind: 'look', isNegated, body, width };
  }

  function close(inside: Flags, depth: number): PatternNode {
    const body = parseChoice(inside, depth + 1);
    if (pattern[position] !== ')') throw new Error('a parenthesis is not closed');
    position += 1;
    return body;
  }

  function parseRepetition(atom: PatternNode, current: Flags): PatternNode {
    while (current.verbose && position < pattern.length && skipVerbose());
    const range = takeRange();
    if (range === undefined) return atom;
    if (atom.kind === 'assertion') throw new Error('an assertion cannot be repeated');
    const isLazy = pattern[position] === '?';
    if (isLazy) position += 1;
    if (pattern[position] === '+' && !isLazy) {
      throw new Error('possessive repetition is not supported');
    }
    if (takeRange() !== undefined) throw new Error('a repetition is repeated');
    return { kind: 'repetition', body: atom, ...range, isLazy };
  }

  /** A brace that is no repetition stands for itself in Python; `{,3}` begins at zero. */
  function takeRange(): { min: number; max: number } | undefined {
    const char = pattern[position];
    if (char === '*' || char === '+' || char === '?') {
      position += 1;
      return { min: char === '+' ? 1 : 0, max: char === '?' ? 1 : Infinity };
    }
    if (char !== '{') return undefined;
    const start = position;
    const found = take(QUANTIFIER);
    if (found === null) return undefined;
    const [, low, comma, high] = found;
    if (low === '' && comma === '') {
      position = start;
      return undefined;
    }
    const min = low === '' ? 0 : Number(low);
    const max = comma === '' ? min : high === '' ? Infinity : Number(high);
    if (max < min) throw new Error(`the repetition ${found[0]} ends before it begins`);
    return { min, max };
  }
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const value = (letter: string, before: boolean): boolean =>
    !off.includes(letter) && (before || on.includes(letter));
  return {
    ignoreCase: value('i', flags.ignoreCase),
    multiline: value('m', flags.multiline),
    dotAll: value('s', flags.dotAll),
    verbose: value('x', flags.verbose),
  };
}
