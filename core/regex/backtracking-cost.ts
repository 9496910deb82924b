import type { PatternNode } from './pattern-node.ts';

/**
 * Upper bound of the ways in which JavaScript's engine may try a pattern from one place of a text of
 * `length` characters. Infinity where the bound would be exponential (a loop over anything but a row
 * of characters), or where that engine and Python's disagree about the result.
 */
export function backtrackingCost(node: PatternNode, length: number): number {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return 1;
    case 'sequence':
      return node.items.reduce((product, item) => product * backtrackingCost(item, length), 1);
    case 'choice':
      return node.items.reduce((sum, item) => sum + backtrackingCost(item, length), 0);
    case 'group':
    case 'look':
      return backtrackingCost(node.body, length);
    case 'reference':
      // A group that took no part: JavaScript matches nothing there, Python fails.
      return Infinity;
    default:
      if (node.max === 1) return 1 + backtrackingCost(node.body, length);
      if (!isRow(node.body)) return Infinity;
      return Math.min(length, node.max) - Math.min(length, node.min) + 1;
  }
}

function isRow(node: PatternNode): boolean {
  return node.kind === 'set' || (node.kind === 'sequence' && node.items.every(isRow));
}

/** Whether a pattern can match the empty text, after which the two engines go on differently. */
export function isNullable(node: PatternNode): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'assertion':
    case 'look':
    case 'reference':
      return true;
    case 'group':
      return isNullable(node.body);
    case 'repetition':
      return node.min === 0 || isNullable(node.body);
    case 'sequence':
      return node.items.every(isNullable);
    default:
      return node.items.some(isNullable);
  }
}

/** Whether a flag holds for a part only, which JavaScript of Node 20 cannot write. */
export function ignoresCase(node: PatternNode): boolean | 'mixed' | undefined {
  switch (node.kind) {
    case 'set':
    case 'reference':
      return node.kind === 'set' && (node.source === '[\\s\\S]' || node.source === '[^\\n]')
        ? undefined
        : node.ignoreCase;
    case 'assertion':
      return undefined;
    case 'group':
    case 'look':
    case 'repetition':
      return ignoresCase(node.body);
    default: {
      const known = node.items.map(ignoresCase).filter((value) => value !== undefined);
      return known.every((value) => value === known[0]) ? known[0] : 'mixed';
    }
  }
}
