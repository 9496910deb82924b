import { EvalError, messageOf } from '../errors.ts';
import { translatePythonPattern } from './translate-python-pattern.ts';

/** A pattern written for Python's `re`, with the results that `re` gives. */
export interface PythonRegex {
  readonly pattern: string;
  /**
   * As re.findall: one entry per match, in order. Each entry holds the whole match when the pattern has
   * no group, else its groups ("" for a group that took no part).
   */
  findAll(text: string): readonly (readonly string[])[];
  removeAll(text: string): string;
}

export interface PythonRegexOptions {
  readonly ignoreCase?: boolean;
}

export function compilePythonRegex(pattern: string, options: PythonRegexOptions = {}): PythonRegex {
  const regex = compile(pattern, options.ignoreCase === true);
  return {
    pattern,
    findAll(text) {
      const found: string[][] = [];
      for (const match of text.matchAll(regex)) {
        const groups = match.slice(1) as (string | undefined)[];
        found.push(groups.length === 0 ? [match[0]] : groups.map((group) => group ?? ''));
      }
      return found;
    },
    removeAll: (text) => text.replaceAll(regex, ''),
  };
}

function compile(pattern: string, ignoreCase: boolean): RegExp {
  try {
    const { source, ignoresCase } = translatePythonPattern(pattern);
    return new RegExp(source, ignoreCase || ignoresCase ? 'giv' : 'gv');
  } catch (error) {
    throw new EvalError(
      'config-invalid',
      `Cannot use ${JSON.stringify(pattern)} as a regular expression: ${messageOf(error)}. Write it as for Python's re, without possessive or atomic parts.`,
      { cause: error },
    );
  }
}
