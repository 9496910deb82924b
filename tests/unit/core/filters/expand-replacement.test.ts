import { describe, expect, it } from 'vitest';
import { expandReplacement } from '../../../../core/filters/expand-replacement.ts';
import { compilePythonRegex } from '../../../../core/filters/python-regex.ts';

describe('expandReplacement', () => {
  const regex = compilePythonRegex('(?P<first>\\w)(\\d)?');
  const [match] = regex.matches('a1');

  it.each([
    ['\\2\\1', '1a'],
    ['<\\g<0>>', '<a1>'],
    ['\\g<first>!\\g<2>0', 'a!10'],
    ['$1 \\\\ \\n', '$1 \\ \n'],
  ])('writes %j as re.sub does', (replacement, expected) => {
    expect(expandReplacement(replacement, match!, regex.groupNames)).toBe(expected);
  });

  it('refuses a group that the pattern lacks', () => {
    expect(() => expandReplacement('\\3', match!, regex.groupNames)).toThrow(/unknown group/);
  });
});
