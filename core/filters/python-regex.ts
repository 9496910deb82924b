import { EvalError, messageOf } from '../errors.ts';
import { backtrackingCost, ignoresCase, isNullable } from '../regex/backtracking-cost.ts';
import { compileProgram, type Program } from '../regex/compile-program.ts';
import { createMatcher } from '../regex/create-matcher.ts';
import { parsePythonPattern } from '../regex/parse-python-pattern.ts';
import type { ParsedPattern } from '../regex/pattern-node.ts';
import { writePattern } from '../regex/write-pattern.ts';

/** A match of a pattern and its groups; "" for a group that took no part. */
export interface PythonMatch {
  readonly index: number;
  readonly text: string;
  readonly groups: readonly string[];
}

/** A pattern written for Python's `re`, with the results that `re` gives. */
export interface PythonRegex {
  readonly pattern: string;
  readonly groupNames: ReadonlyMap<string, number>;
  /** As re.finditer. */
  matches(text: string): readonly PythonMatch[];
  /**
   * As re.findall: one entry per match, in order. Each entry holds the whole match when the pattern has
   * no group, else its groups.
   */
  findAll(text: string): readonly (readonly string[])[];
  removeAll(text: string): string;
}

export interface PythonRegexOptions {
  readonly ignoreCase?: boolean;
}

/**
 * What JavaScript's engine may spend on a text at worst: some milliseconds. It is the faster one by far
 * for short answers, but its worst case grows with a power of the length.
 */
const MAX_BACKTRACKING = 5_000_000;

export function compilePythonRegex(pattern: string, options: PythonRegexOptions = {}): PythonRegex {
  const parsed = guard(pattern, () => parsePythonPattern(pattern, options.ignoreCase === true));
  const native = guard(pattern, () => nativePattern(parsed));
  let program: Program | undefined;

  const matches = (text: string): readonly PythonMatch[] => {
    const cost = text.length * backtrackingCost(parsed.root, text.length + 1);
    if (native !== undefined && cost <= MAX_BACKTRACKING) return nativeMatches(native, text);
    return guard(pattern, () => {
      program ??= compileProgram(parsed.root, parsed.groupCount);
      return linearMatches(program, text);
    });
  };
  return {
    pattern,
    groupNames: parsed.groupNames,
    matches,
    findAll: (text) =>
      matches(text).map((match) => (match.groups.length === 0 ? [match.text] : match.groups)),
    removeAll: (text) => {
      let [rest, end] = ['', 0];
      for (const match of matches(text)) {
        rest += text.slice(end, match.index);
        end = match.index + match.text.length;
      }
      return rest + text.slice(end);
    },
  };
}

/** The pattern for JavaScript's own engine, where the two agree on every match. */
function nativePattern({ root }: ParsedPattern): RegExp | undefined {
  const folds = ignoresCase(root) ?? false;
  if (folds === 'mixed' || isNullable(root) || backtrackingCost(root, 2) === Infinity) {
    return undefined;
  }
  return new RegExp(writePattern(root), folds ? 'giv' : 'gv');
}

function nativeMatches(expression: RegExp, text: string): PythonMatch[] {
  return Array.from(text.matchAll(expression), (match) => ({
    index: match.index,
    text: match[0],
    groups: (match.slice(1) as (string | undefined)[]).map((group) => group ?? ''),
  }));
}

function linearMatches(program: Program, text: string): PythonMatch[] {
  const matcher = createMatcher(program, text);
  const found: PythonMatch[] = [];
  let from = 0;
  // As in Python, the next match may begin where an empty one was, but must not be empty again.
  let notEmptyAt = -1;
  for (;;) {
    const captures = matcher.search(from, notEmptyAt);
    if (captures === undefined) return found;
    const groups: string[] = [];
    for (let slot = 2; slot < captures.length; slot += 2) {
      groups.push(captures[slot + 1]! < 0 ? '' : text.slice(captures[slot], captures[slot + 1]));
    }
    const [index, end] = [captures[0]!, captures[1]!];
    found.push({ index, text: text.slice(index, end), groups });
    notEmptyAt = end === index ? end : -1;
    from = end;
  }
}

function guard<Result>(pattern: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new EvalError(
      'config-invalid',
      `Cannot use ${JSON.stringify(pattern.slice(0, 500))} as a regular expression: ${messageOf(error)}. Write it as for Python's re, without possessive or atomic parts.`,
      { cause: error },
    );
  }
}
