import { PYTHON_SPACE } from '../filters/python-text.ts';

const BLANKS = new RegExp(`[${PYTHON_SPACE}]+`, 'g');

/** Letters that decomposition leaves whole, as plain ones. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'AE',
  ß: 'ss',
  ẞ: 'SS',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'th',
  ł: 'l',
  Ł: 'L',
};

export interface BasicNormaliserOptions {
  readonly removeDiacritics?: boolean;
  /** One space between letters, for scripts that write no spaces between words. */
  readonly splitLetters?: boolean;
}

/** Lower case, without what stands in brackets, and without marks, symbols and punctuation. */
export function normaliseBasic(text: string, options: BasicNormaliserOptions = {}): string {
  const bare = removeBracketed(text.toLowerCase());
  const plain =
    options.removeDiacritics === true ? removeDiacritics(bare, '') : removeSymbols(bare);
  const lower = plain.toLowerCase();
  return joinBlanks(options.splitLetters === true ? spreadLetters(lower) : lower);
}

export function removeBracketed(text: string): string {
  return text.replaceAll(/[<[][^>\]]*[>\]]/g, '').replaceAll(/\([^)]+?\)/g, '');
}

export function joinBlanks(text: string): string {
  return text.replaceAll(BLANKS, ' ');
}

/** Letters without their accents; symbols other than those to keep become spaces. */
export function removeDiacritics(text: string, keep: string): string {
  return Array.from(text.normalize('NFKD'), (char) => {
    if (keep.includes(char)) return char;
    const plain = PLAIN_LETTERS[char];
    if (plain !== undefined) return plain;
    if (/\p{Mn}/u.test(char)) return '';
    return /[\p{M}\p{S}\p{P}]/u.test(char) ? ' ' : char;
  }).join('');
}

function removeSymbols(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\p{M}\p{S}\p{P}]/gu, ' ');
}

function spreadLetters(text: string): string {
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  return Array.from(segments, ({ segment }) => segment).join(' ');
}
