import { trimPython } from '../filters/python-text.ts';

const NUMBER = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/;
const NAMED = /^([+-]?)(?:(inf(?:inity)?)|nan)$/;

/** What float() of Python reads: digits of any script, `1_000`, `inf` and `nan`; else undefined. */
export function parseNumber(text: string): number | undefined {
  const plain = asciiDigits(trimPython(text).toLowerCase());
  if (NUMBER.test(plain)) return Number(plain.replaceAll('_', ''));
  const named = NAMED.exec(plain);
  if (named === null) return undefined;
  if (named[2] === undefined) return Number.NaN;
  return named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Rounded to some decimals, halves to even as Python does. */
export function roundHalfEven(value: number, decimals: number): number {
  if (value < 0) return -roundHalfEven(-value, decimals);
  const scaled = value * 10 ** decimals;
  // toFixed rounds exact halves up; only binary fractions such as 0.125 are exact halves.
  const isHalf = scaled % 1 === 0.5 && Number.isInteger(value * 2 ** (decimals + 1));
  const isAboveEven = isHalf && Math.floor(scaled) % 2 === 0;
  return isAboveEven ? Math.floor(scaled) / 10 ** decimals : Number(value.toFixed(decimals));
}

/** The digits of a script follow each other, so the distance to the script's zero is the value. */
function asciiDigits(text: string): string {
  return text.replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0)!;
    const code = zero;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });
}
