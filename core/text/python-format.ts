import { roundHalfEven } from './parse-number.ts';

/** A value to be formatted: what it is, and what str() makes of it. */
export interface FormatValue {
  readonly value: unknown;
  readonly text: string;
}

const DIRECTIVE = /%(?:\((\w+)\))?([-+ 0#]*)(\d*)(?:\.(\d+))?([sdifFeEgGxXorc%])/g;
/** A wider field is a mistake in a template. */
const MAX_WIDTH = 1000;

/** The `%` operator of Python: `'%.2f of %s' % (x, name)`. */
export function formatPercent(
  format: string,
  values: readonly FormatValue[],
  named: ReadonlyMap<string, FormatValue> = new Map(),
): string {
  let used = 0;
  const result = format.replaceAll(DIRECTIVE, (...match: (string | undefined)[]) => {
    const [, name, flags = '', width = '', digits, kind = ''] = match;
    if (kind === '%') return '%';
    const value = name === undefined ? values[used++] : named.get(name);
    if (value === undefined) throw new Error(`not enough values for the format ${format}`);
    const precision = digits === undefined ? undefined : Number(digits);
    const text = formatOne(value, { kind, precision, flags });
    return padded(text, { width: Number(width), flags, kind });
  });
  if (used < values.length) throw new Error(`too many values for the format ${format}`);
  return result;
}

interface Directive {
  readonly kind: string;
  readonly flags: string;
  readonly precision?: number | undefined;
  readonly width?: number;
}

function formatOne({ value, text }: FormatValue, { kind, precision, flags }: Directive): string {
  if (kind === 's' || kind === 'r' || kind === 'c') return text.slice(0, precision);
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number !== 'number') throw new Error(`%${kind} needs a number, but got ${text}`);
  const shown = numberText(Math.abs(number), kind, precision);
  const isNegative = number < 0 || Object.is(number, -0);
  return `${isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''}${shown}`;
}

function numberText(size: number, kind: string, precision = 6): string {
  if (!Number.isFinite(size)) return Number.isNaN(size) ? 'nan' : 'inf';
  const places = Math.min(precision, 100);
  switch (kind) {
    case 'd':
    case 'i':
      return String(Math.trunc(size));
    case 'x':
      return Math.trunc(size).toString(16);
    case 'X':
      return Math.trunc(size).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(size).toString(8);
    case 'e':
    case 'E': {
      const text = twoDigitExponent(size.toExponential(places));
      return kind === 'E' ? text.toUpperCase() : text;
    }
    case 'g':
    case 'G': {
      const text = generalText(size, Math.max(1, places));
      return kind === 'G' ? text.toUpperCase() : text;
    }
    default:
      return roundHalfEven(size, places).toFixed(places);
  }
}

/** The shorter of both notations, without zeros at the end. */
function generalText(size: number, digits: number): string {
  const exponent = size === 0 ? 0 : Number(size.toExponential(digits - 1).split('e')[1]);
  if (exponent < -4 || exponent >= digits) {
    const [mantissa, power] = size.toExponential(digits - 1).split('e') as [string, string];
    return twoDigitExponent(`${withoutZeros(mantissa)}e${power}`);
  }
  return withoutZeros(size.toFixed(Math.max(0, digits - 1 - exponent)));
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

function twoDigitExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function padded(text: string, { width = 0, flags, kind }: Directive): string {
  if (width > MAX_WIDTH) throw new Error(`a field of ${width} characters is too wide`);
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || kind === 's') return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
