import { splitWords } from '../../core/text/words.ts';

const STYLES = ['text', 'mathrm', 'mathbf', 'mathit', 'mathsf', 'mathcal', 'mathbb', 'boldsymbol'];
const STYLE = new RegExp(`\\\\(?:${[...STYLES, 'textbf', 'textit'].join('|')})\\{([^}]*)\\}`, 'g');
const SPACING = /\\(?:(?:hspace|vspace|tag|label)\{[^}]*\}|quad|qquad|[,;! ])/g;

/** Letters and digits of any script, in lower case, other characters as one blank. */
export function normaliseText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  return splitWords(plain.replaceAll(/[^\p{L}\p{N}]/gu, ' ')).join(' ');
}

/** LaTeX without environments, styles, spacing and tags. */
export function normaliseFormula(text: string): string {
  const bare = text.normalize('NFKC').replaceAll(/\\(?:begin|end)\{[^}]*\}/g, '');
  const plain = bare.replaceAll(STYLE, '$1').replaceAll(SPACING, ' ').toLowerCase();
  return splitWords(plain).join(' ');
}

export function normaliseTable(html: string): string {
  return splitWords(html.toLowerCase()).join(' ');
}
