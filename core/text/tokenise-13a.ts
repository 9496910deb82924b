import { splitWords } from './words.ts';

/**
 * Words of the mteval-v13a tokeniser, which published BLEU scores use: ASCII punctuation stands alone,
 * but a period or comma between digits stays in the number.
 */
export function tokenise13a(text: string): string[] {
  const joined = text
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  const spaced = ` ${joined} `
    // ASCII punctuation but for apostrophe, comma, dash and period.
    .replaceAll(/[ -&(-+/:-@[-`{-~]/g, ' $& ')
    .replaceAll(/([^0-9])([.,])/gu, '$1 $2 ')
    .replaceAll(/([.,])([^0-9])/gu, ' $1 $2')
    .replaceAll(/([0-9])(-)/g, '$1 $2 ');
  return splitWords(spaced);
}
