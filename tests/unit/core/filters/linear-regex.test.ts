import { describe, expect, it } from 'vitest';
import { compilePythonRegex } from '../../../../core/filters/python-regex.ts';
import { compileProgram } from '../../../../core/regex/compile-program.ts';
import { createMatcher } from '../../../../core/regex/create-matcher.ts';
import { parsePythonPattern } from '../../../../core/regex/parse-python-pattern.ts';

/** What re.findall of Python 3.11 gives, where JavaScript's own engine would say something else. */
const CASES: readonly (readonly [pattern: string, text: string, found: readonly string[][]])[] = [
  ['|a', 'a', [[''], ['a'], ['']]],
  ['(?:(a)|b)*', 'ab', [['a'], ['']]],
  ['(a)?\\1b', 'b aab', [['a']]],
  ['(?i:a)b', 'Ab AB', [['Ab']]],
  ['a(?s:.)b(?:.)', 'a\nbc', [['a\nbc']]],
  ['(?:\\d+,)*\\d+', '1,2,3 4', [['1,2,3'], ['4']]],
  ['(?<=(?:ab|cd))x+', 'abxx cdx ex', [['xx'], ['x']]],
  ['(?=(\\w+))\\w', 'ab', [['ab'], ['b']]],
  ['(?<!a)(?:b+c?)+', 'abbc b', [['bc'], ['b']]],
  ['(?:😀|x)+\\b', '😀x y', [['😀x']]],
];

const HOSTILE: readonly (readonly [pattern: string, text: string])[] = [
  ['(a+)+$', `${'a'.repeat(50_000)}!`],
  ['(a|aa)+$', `${'a'.repeat(50_000)}!`],
  ['(.*)*x', 'a'.repeat(50_000)],
  ['(.*)(.*)(.*)(.*)=', 'a'.repeat(20_000)],
  ['\\s+$', `${' '.repeat(50_000)}x`],
  ['(?:a?){30}a{30}b', 'a'.repeat(1000)],
  ['^(\\d+|[0-9a-f]+)*$', `${'1'.repeat(20_000)}-`],
];

describe('patterns from a task file', () => {
  it.each(CASES)('finds with %j in %j what Python finds', (pattern, text, found) => {
    expect(compilePythonRegex(pattern).findAll(text)).toEqual(found);
  });

  it.each(HOSTILE)('ends at once with %s on a text made against it', (pattern, text) => {
    expect(compilePythonRegex(pattern).findAll(text)).toEqual([]);
  });

  it('takes steps in proportion to the text', () => {
    const { root, groupCount } = parsePythonPattern('(a+)+$', false);
    const stepsFor = (length: number): number => {
      const matcher = createMatcher(compileProgram(root, groupCount), `${'a'.repeat(length)}!`);
      expect(matcher.search(0, -1)).toBeUndefined();
      return matcher.steps();
    };
    expect(stepsFor(20_000) / stepsFor(10_000)).toBeLessThan(2.1);
  });

  it('stops a back reference that would take for ever', () => {
    expect(() => compilePythonRegex('(a+)+\\1b').findAll('a'.repeat(40))).toThrow(/more than/);
  });

  it.each([
    ['*a', 'nothing stands before *'],
    ['a)', 'a parenthesis is closed'],
    ['(?<=a+)b', 'fixed width'],
    ['a{3,1}', 'ends before it begins'],
    ['(a)\\2', 'group 2'],
    ['a**', 'a repetition is repeated'],
    ['a++', 'possessive'],
    ['(?:a{1000}){1000}b|(?:x(?:y{2000}){20}|z)*', 'parts'],
  ])('refuses %j and says why', (pattern, reason) => {
    expect(() => compilePythonRegex(pattern).findAll('x')).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: expect.stringContaining(reason) as string,
      }) as Error,
    );
  });
});
