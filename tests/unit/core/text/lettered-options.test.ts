import { expect, test } from 'vitest';
import { letteredOptions } from '../../../../core/text/lettered-options.ts';

test('options get letters in order, one per line unless told otherwise', () => {
  expect(letteredOptions(['one', 'two'])).toBe('A. one\nB. two');
  expect(letteredOptions(['one', 'two', ''], ' ')).toBe('A. one B. two C. ');
  expect(letteredOptions([])).toBe('');
});
