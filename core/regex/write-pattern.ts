import { WORD } from './parse-character.ts';
import type { AssertionTest, PatternNode } from './pattern-node.ts';

/** Any character. Not `[^]`, which V8 of Node 20 fails to repeat in `v` mode. */
const ANY = '[\\s\\S]';
const BOUNDARY = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;
/** Written out, so that no flag of the whole pattern is needed. */
const ASSERTIONS: Readonly<Record<AssertionTest, string>> = {
  'text-start': `(?<!${ANY})`,
  'text-end': `(?!${ANY})`,
  'line-start': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  'last-line-end': `(?=\\n?(?!${ANY}))`,
  boundary: BOUNDARY,
  inside: `(?!${BOUNDARY})`,
};

/**
 * A pattern for `new RegExp(source, 'v')`. Python and JavaScript differ in what `\w \d \s \b $ .` mean
 * beyond ASCII and at line ends, so none of them is written.
 */
export function writePattern(node: PatternNode): string {
  switch (node.kind) {
    case 'set':
      return node.source;
    case 'assertion':
      return ASSERTIONS[node.test];
    case 'sequence':
      return node.items.map(writeItem).join('');
    case 'choice':
      return node.items.map(writePattern).join('|');
    case 'group':
      return `(${writePattern(node.body)})`;
    case 'look':
      return `(?${node.width === undefined ? '' : '<'}${node.isNegated ? '!' : '='}${writePattern(node.body)})`;
    case 'reference':
      return `(?:\\${node.index})`;
    default: {
      const isAtom = node.body.kind === 'set' || node.body.kind === 'group';
      const body = isAtom ? writePattern(node.body) : `(?:${writePattern(node.body)})`;
      const limit = node.max === Infinity ? '' : String(node.max);
      return `${body}{${node.min},${limit}}${node.isLazy ? '?' : ''}`;
    }
  }
}

function writeItem(node: PatternNode): string {
  const isOpen = node.kind === 'choice' || node.kind === 'sequence';
  return isOpen ? `(?:${writePattern(node)})` : writePattern(node);
}
