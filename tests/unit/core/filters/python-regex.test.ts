import { describe, expect, it } from 'vitest';
import { compilePythonRegex } from '../../../../core/filters/python-regex.ts';

/** Expected values are what re.findall of Python 3.12 gives. */
const CASES: readonly (readonly [pattern: string, text: string, found: readonly string[][]])[] = [
  [
    '(?P<a>\\d)(?P<b>\\d)?',
    '12 3',
    [
      ['1', '2'],
      ['3', ''],
    ],
  ],
  ['\\w+', 'naïve ٣४ x_1 a\u0301b', [['naïve'], ['٣४'], ['x_1'], ['a'], ['b']]],
  ['(?i)answer is (\\w)', 'The ANSWER IS b, answer is C', [['b'], ['C']]],
  ['^(.*)$', 'ab\n', [['ab']]],
  ['(?m)^(\\w)', 'a\r\nb\u2028c', [['a'], ['b']]],
  ['(?s)<answer>(.*?)</answer>', '<answer> B\n </answer> trailing', [[' B\n ']]],
  ['[]a-]+', ']a-b', [[']a-']]],
  ['a{,2}', 'aaa', [['aa'], ['a'], ['']]],
  ['\\bé\\w', 'x é1 éa', [['é1'], ['éa']]],
  ['\\Aab\\Z', 'ab\n', []],
  ['\\Aab', 'abab', [['ab']]],
  [
    '(x)?(\\d)',
    '1x2',
    [
      ['', '1'],
      ['x', '2'],
    ],
  ],
  ['\\s+', 'a\x1c\x85\ufeffb', [['\x1c\x85']]],
  ['{"a": (\\d)}', '{"a": 5}', [['5']]],
  ['(.)\\1', 'aabb', [['a'], ['b']]],
  ['(?P<q>["\'])(\\w)(?P=q)', '"a" \'b"', [['"', 'a']]],
  ['\\w*', 'ab c', [['ab'], [''], ['c'], ['']]],
  ['(?x) \\d + # digits', '12 3', [['12'], ['3']]],
  ['[\\u4e00-\\u9fff]+', '答案是B', [['答案是']]],
  ['\\\\boxed\\{(.*)\\}', 'so \\boxed{4}', [['4']]],
  ['\\-?[0-9\\.\\,]+', 'x -1,234.5', [['-1,234.5']]],
  ['[^\\W\\d]+', 'ab1é_', [['ab'], ['é_']]],
];

describe('compilePythonRegex', () => {
  it.each(CASES)('finds with %j in %j what Python finds', (pattern, text, found) => {
    expect(compilePythonRegex(pattern).findAll(text)).toEqual(found);
  });

  it('removes every match as re.sub with an empty replacement does', () => {
    expect(compilePythonRegex('\\bthe\\b ').removeAll('the red the blue')).toBe('red blue');
  });

  it.each(['(', '[a', '(?>a)', 'a\\', '\\y', '(?(1)a|b)'])(
    'refuses %j with a sentence that names it',
    (pattern) => {
      expect(() => compilePythonRegex(pattern)).toThrow(
        expect.objectContaining({
          code: 'config-invalid',
          message: expect.stringContaining(JSON.stringify(pattern)) as string,
        }) as Error,
      );
    },
  );
});
