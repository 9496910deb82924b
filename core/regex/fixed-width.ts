import type { PatternNode } from './pattern-node.ts';

/** Characters that every match of a pattern has; undefined where matches differ in length. */
export function fixedWidth(node: PatternNode): number | undefined {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'assertion':
    case 'look':
      return 0;
    case 'reference':
      return undefined;
    case 'group':
      return fixedWidth(node.body);
    case 'repetition': {
      const width = fixedWidth(node.body);
      return width === undefined || node.min !== node.max ? undefined : width * node.min;
    }
    case 'sequence':
      return node.items.reduce<number | undefined>((sum, item) => {
        const width = fixedWidth(item);
        return sum === undefined || width === undefined ? undefined : sum + width;
      }, 0);
    default: {
      const [first, ...rest] = node.items.map(fixedWidth);
      return rest.every((width) => width === first) ? first : undefined;
    }
  }
}
