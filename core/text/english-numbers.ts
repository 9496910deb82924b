import {
  CURRENCIES,
  MULTIPLIERS,
  MULTIPLIERS_SUFFIXED,
  NUMBER_WORDS,
  ONES,
  ONES_SUFFIXED,
  SIGNS,
  TENS_SUFFIXED,
  TENS_WORDS,
  ZEROS,
} from './english-number-words.ts';
import { splitWords } from './words.ts';

const NUMERAL = /^\p{Nd}+(?:\.\p{Nd}+)?$/u;
const PREFIXES = '-+£€$¢';

/**
 * Numbers in words as digits: `twenty-one dollars and five cents` is `$21.05`, `one oh one` is `101`,
 * `third` is `3rd`. A lone one stays a word.
 */
export function writeNumbersAsDigits(text: string): string {
  const reader = createReader(splitWords(separateNumbers(text)));
  return joinCurrency(reader.read().join(' '));
}

/** Spaces between digits and letters, except before the ending of an ordinal. */
function separateNumbers(text: string): string {
  return halvesAsDecimals(text)
    .replaceAll(/([a-z])([0-9])/g, '$1 $2')
    .replaceAll(/([0-9])([a-z])/g, '$1 $2')
    .replaceAll(/([0-9])\s+(st|nd|rd|th|s)\b/g, '$1$2');
}

/** `three and a half` is read as three point five. */
function halvesAsDecimals(text: string): string {
  const segments = text.split(/\band\s+a\s+half\b/);
  const parts: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (segment.trim() === '') continue;
    parts.push(segment);
    if (index === segments.length - 1) continue;
    const last = splitWords(segment).at(-1)!;
    const isNumber = isDecimalWord(last) || MULTIPLIERS.has(last);
    parts.push(isNumber ? 'point five' : 'and a half');
  }
  return parts.join(' ');
}

function joinCurrency(text: string): string {
  return text
    .replaceAll(
      /([€£$])([0-9]+) (?:and )?¢([0-9]{1,2})\b/g,
      (_, currency: string, whole: string, cents: string) =>
        `${currency}${whole}.${cents.padStart(2, '0')}`,
    )
    .replaceAll(/[€£$]0.([0-9]{1,2})\b/g, (_, cents: string) => `¢${Number(cents)}`)
    .replaceAll(/\b1(s?)\b/g, 'one$1');
}

function isDecimalWord(word: string): boolean {
  return ONES.has(word) || TENS_WORDS.has(word) || ZEROS.has(word);
}

/** A whole number, or digits as they were read where they cannot be added up. */
type Value = bigint | string;

interface Reader {
  read(): readonly string[];
}

function createReader(words: readonly string[]): Reader {
  const output: string[] = [];
  let prefix = '';
  let value: Value | undefined;

  const emit = (text: Value): void => {
    output.push(prefix + String(text));
    value = undefined;
    prefix = '';
  };
  const flush = (): void => {
    if (value !== undefined) emit(value);
  };
  const digits = (): string => (value === undefined || value === 0n ? '' : String(value));

  /** Takes the word at a position and says how many words after it were taken too. */
  function take(position: number): number {
    const word = words[position]!;
    const previous = words[position - 1] ?? '';
    const next = words[position + 1] ?? '';
    const hasPrefix = PREFIXES.includes(word[0]!);
    if (NUMERAL.test(hasPrefix ? word.slice(1) : word)) takeNumeral(word, hasPrefix);
    else if (!NUMBER_WORDS.has(word)) {
      flush();
      emit(word);
    } else if (ZEROS.has(word)) value = `${digits()}0`;
    else if (ONES.has(word)) value = appended(value, ONES.get(word)!, previous);
    else if (TENS_WORDS.has(word)) value = appended(value, TENS_WORDS.get(word)!, '');
    else if (MULTIPLIERS.has(word)) takeMultiplier(MULTIPLIERS.get(word)!);
    else if (CURRENCIES.has(word)) {
      if (value !== undefined) prefix = CURRENCIES.get(word)!;
      emit(value ?? word);
    } else if (SIGNS.has(word)) {
      flush();
      if (canBeNumber(next)) prefix = SIGNS.get(word)!;
      else emit(word);
    } else if (word === 'per' || word === 'percent') return takePercent(word, next);
    else if (!takeSuffixed(word, previous)) return takeSpecial(word, previous, next);
    return 0;
  }

  function takeNumeral(word: string, hasPrefix: boolean): void {
    if (typeof value === 'string' && value.endsWith('.')) {
      value += word;
      return;
    }
    flush();
    if (hasPrefix) prefix = word[0]!;
    const numeral = hasPrefix ? word.slice(1) : word;
    value = wholeNumber(numeral, 1n) ?? numeral;
  }

  function takeMultiplier(multiplier: bigint): void {
    if (typeof value === 'string') {
      const product = wholeNumber(value, multiplier);
      if (product === undefined) emit(value);
      value = product ?? multiplier;
    } else value = value === undefined ? multiplier : multiplied(value, multiplier);
  }

  /** Ordinals and plurals end the number. */
  function takeSuffixed(word: string, previous: string): boolean {
    const added = ONES_SUFFIXED.get(word) ?? TENS_SUFFIXED.get(word);
    if (added !== undefined) {
      const before = ONES_SUFFIXED.has(word) ? previous : '';
      emit(`${appended(value, added.value, before)}${added.suffix}`);
      return true;
    }
    const factor = MULTIPLIERS_SUFFIXED.get(word);
    if (factor === undefined) return false;
    takeMultiplier(factor.value);
    emit(`${value!}${factor.suffix}`);
    return true;
  }

  function takePercent(word: string, next: string): number {
    if (value === undefined) emit(word);
    else if (word === 'percent') emit(`${value}%`);
    else if (next === 'cent') {
      emit(`${value}%`);
      return 1;
    } else {
      emit(value);
      emit(word);
    }
    return 0;
  }

  /** and, double, triple, point: they mean something only before a number. */
  function takeSpecial(word: string, previous: string, next: string): number {
    const isRepeat = word === 'double' || word === 'triple';
    if (canBeNumber(next)) {
      if (word === 'and' && MULTIPLIERS.has(previous)) return 0;
      if (isRepeat && (ONES.has(next) || ZEROS.has(next))) {
        value = digits() + String(ONES.get(next) ?? 0n).repeat(word === 'double' ? 2 : 3);
        return 1;
      }
      if (word === 'point') {
        if (isDecimalWord(next) || NUMERAL.test(next)) value = `${digits()}.`;
        return 0;
      }
    }
    flush();
    emit(word);
    return 0;
  }

  return {
    read() {
      for (let position = 0; position < words.length; position += 1) position += take(position);
      flush();
      return output;
    },
  };
}

function canBeNumber(word: string): boolean {
  return NUMBER_WORDS.has(word) || NUMERAL.test(word);
}

/** The number with another one said after it: added where it fits in the zeros, else written behind. */
function appended(value: Value | undefined, added: bigint, previous: string): Value {
  if (value === undefined) return added;
  const isDigit = added < 10n;
  if (typeof value === 'string' || ONES.has(previous)) {
    const fillsZero = isDigit && TENS_WORDS.has(previous);
    return fillsZero ? String(value).slice(0, -1) + String(added) : `${value}${added}`;
  }
  const fits = value % (isDigit ? 10n : 100n) === 0n;
  return fits ? value + added : `${value}${added}`;
}

/** `two million three hundred`: only what was said since the last thousand is multiplied. */
function multiplied(value: bigint, multiplier: bigint): bigint {
  const since = value % 1000n;
  return value - since + since * multiplier;
}

/** numeral × factor where that is a whole number. */
function wholeNumber(numeral: string, factor: bigint): bigint | undefined {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(numeral);
  if (match === null || !/\d/.test(numeral)) return undefined;
  const [, whole = '', fraction = ''] = match;
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(`${whole}${fraction}`) * factor;
  return product % scale === 0n ? product / scale : undefined;
}
