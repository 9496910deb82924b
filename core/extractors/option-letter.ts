import { compilePythonRegex } from '../filters/python-regex.ts';
import { escapePattern } from '../filters/multi-choice-regex.ts';

const DEFAULT_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

/**
 * The option that an answer names, '' where it names none. The surest form counts first: `(X)`, a letter
 * that begins the answer, one that ends it, one that stands alone, then any.
 */
export function extractOptionLetter(
  text: string,
  letters: readonly string[] = DEFAULT_LETTERS,
): string {
  const option = `(${letters.map(escapePattern).join('|')})`;
  const forms: readonly (readonly [pattern: string, which: 'first' | 'last'])[] = [
    [`\\(${option}\\)`, 'last'],
    [`^\\s*${option}(?![A-Za-z0-9])`, 'first'],
    [`${option}[.):*\\s]*$`, 'last'],
    [`^\\s*${option}`, 'first'],
    [`(?<![A-Za-z0-9])${option}(?![A-Za-z0-9])`, 'last'],
    [option, 'last'],
  ];
  for (const [pattern, which] of forms) {
    const found = compilePythonRegex(pattern).findAll(text);
    const match = which === 'first' ? found[0] : found.at(-1);
    if (match !== undefined) return match[0]!;
  }
  return '';
}
