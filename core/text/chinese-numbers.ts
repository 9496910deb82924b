import { parseNumber } from './parse-number.ts';

const DIGITS = '零一二三四五六七八九';
const POINT = '点';
const TEN = '十';
/** Powers of ten with a sign of their own, smallest first. */
const UNITS: readonly (readonly [sign: string, power: number])[] = [
  [TEN, 1],
  ['百', 2],
  ['千', 3],
  ['万', 4],
  ...Array.from('亿兆京垓秭穰沟涧正载', (sign, index) => [sign, 4 * (index + 2)] as const),
];

/** A number in digits read aloud as a quantity: 234.5 is 两百三十四点五. */
export function chineseNumber(number: string): string {
  const [whole = '', decimals = ''] = number.split('.');
  const signs = whole.length > 1 ? quantity(whole) : Array.from(whole, digitSign);
  const read = withLiang(signs).join('');
  const full = decimals === '' ? read : `${read}${POINT}${chineseDigits(decimals)}`;
  if (full.startsWith(POINT)) return `${DIGITS[0]!}${full}`;
  // 10 to 19 leave the leading one out.
  return full.startsWith(`${DIGITS[1]!}${TEN}`) ? full.slice(1) : full;
}

/** Digit by digit, as years and telephone numbers are read. */
export function chineseDigits(digits: string): string {
  return Array.from(digits, digitSign).join('');
}

function digitSign(digit: string): string {
  return DIGITS[parseNumber(digit) ?? 0]!;
}

/** Signs of a whole number: each power of ten with what stands before it, a zero for each gap. */
function quantity(value: string): string[] {
  const stripped = value.replace(/^0+/, '');
  if (stripped === '') return [];
  if (stripped.length === 1) {
    const sign = digitSign(stripped);
    return stripped === value ? [sign] : [DIGITS[0]!, sign];
  }
  const [unit, power] = UNITS.findLast(([, size]) => size < stripped.length)!;
  return [...quantity(value.slice(0, -power)), unit, ...quantity(stripped.slice(-power))];
}

/** Two is 两 before hundreds and more, when it begins the number or follows a unit other than ten. */
function withLiang(signs: readonly string[]): string[] {
  const isUnit = (sign: string | undefined): boolean => UNITS.some(([unit]) => unit === sign);
  return signs.map((sign, index) => {
    const [before, after] = [signs[index - 1], signs[index + 1]];
    const isCounted = sign === DIGITS[2] && isUnit(after) && after !== TEN;
    const isFree = before === undefined || (isUnit(before) && before !== TEN);
    return isCounted && isFree ? '两' : sign;
  });
}
