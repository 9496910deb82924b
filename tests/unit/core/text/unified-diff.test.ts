import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../../core/text/unified-diff.ts';

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

describe('unifiedDiff', () => {
  it('says nothing of equal texts', () => {
    expect(unifiedDiff('a\nb', 'a\nb')).toBe('');
  });

  it('shows a change with three lines around it', () => {
    const before = lines(1, 9).join('\n');
    const after = before.replace('line 5', 'line five');
    expect(unifiedDiff(before, after)).toBe(
      [
        '@@ -2,7 +2,7 @@',
        ' line 2',
        ' line 3',
        ' line 4',
        '-line 5',
        '+line five',
        ' line 6',
        ' line 7',
        ' line 8',
      ].join('\n'),
    );
  });

  it('keeps far changes apart and counts lines of both texts', () => {
    const before = lines(1, 20);
    const after = ['new', ...before.slice(0, 18), before[19]];
    expect(unifiedDiff(before.join('\n'), after.join('\n'))).toBe(
      [
        '@@ -1,3 +1,4 @@',
        '+new',
        ' line 1',
        ' line 2',
        ' line 3',
        '@@ -16,5 +17,4 @@',
        ' line 16',
        ' line 17',
        ' line 18',
        '-line 19',
        ' line 20',
      ].join('\n'),
    );
  });

  it('does not grind over huge texts', () => {
    const before = lines(1, 3000).join('\n');
    const diff = unifiedDiff(before, `${before}\nmore`);
    expect(diff.split('\n').at(-1)).toBe('+more');
    expect(diff).toContain('-line 1\n');
  });
});
