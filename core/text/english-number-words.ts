export interface SuffixedNumber {
  readonly value: bigint;
  readonly suffix: string;
}

const UNITS = words(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
);
const TENS = words('twenty thirty forty fifty sixty seventy eighty ninety');
const POWERS_OF_THOUSAND = words(
  'thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion',
);
const IRREGULAR_ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  twelve: 'twelfth',
};
const IRREGULAR_SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', three: 'rd' };

export const ZEROS: ReadonlySet<string> = new Set(['o', 'oh', 'zero']);

/** one to nineteen. */
export const ONES: ReadonlyMap<string, bigint> = new Map(
  UNITS.map((name, index) => [name, BigInt(index + 1)]),
);
export const TENS_WORDS: ReadonlyMap<string, bigint> = new Map(
  TENS.map((name, index) => [name, BigInt(10 * (index + 2))]),
);
export const MULTIPLIERS: ReadonlyMap<string, bigint> = new Map([
  ['hundred', 100n],
  ...POWERS_OF_THOUSAND.map((name, index) => [name, 1000n ** BigInt(index + 1)] as const),
]);

/** sixes, sixth: numbers that end what is being counted. `nineth` is the form published scores know. */
export const ONES_SUFFIXED: ReadonlyMap<string, SuffixedNumber> = new Map([
  ['zeroth', { value: 0n, suffix: 'th' }],
  ...[...ONES].flatMap(([name, value]): [string, SuffixedNumber][] => [
    [name === 'six' ? 'sixes' : `${name}s`, { value, suffix: 's' }],
    [IRREGULAR_ORDINALS[name] ?? `${name}th`, { value, suffix: IRREGULAR_SUFFIXES[name] ?? 'th' }],
  ]),
]);
export const TENS_SUFFIXED: ReadonlyMap<string, SuffixedNumber> = new Map(
  [...TENS_WORDS].flatMap(([name, value]): [string, SuffixedNumber][] => [
    [name.replace('y', 'ies'), { value, suffix: 's' }],
    [name.replace('y', 'ieth'), { value, suffix: 'th' }],
  ]),
);
export const MULTIPLIERS_SUFFIXED: ReadonlyMap<string, SuffixedNumber> = new Map(
  [...MULTIPLIERS].flatMap(([name, value]): [string, SuffixedNumber][] => [
    [`${name}s`, { value, suffix: 's' }],
    [`${name}th`, { value, suffix: 'th' }],
  ]),
);

/** Signs that a word before a number stands for. */
export const SIGNS: ReadonlyMap<string, string> = new Map([
  ['minus', '-'],
  ['negative', '-'],
  ['plus', '+'],
  ['positive', '+'],
]);

/** Signs that a word after a number stands for. */
export const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ['pound', '£'],
  ['pounds', '£'],
  ['euro', '€'],
  ['euros', '€'],
  ['dollar', '$'],
  ['dollars', '$'],
  ['cent', '¢'],
  ['cents', '¢'],
]);

/** Every word that may be a part of a number. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set([
  ...ZEROS,
  ...ONES.keys(),
  ...ONES_SUFFIXED.keys(),
  ...TENS_WORDS.keys(),
  ...TENS_SUFFIXED.keys(),
  ...MULTIPLIERS.keys(),
  ...MULTIPLIERS_SUFFIXED.keys(),
  ...SIGNS.keys(),
  ...CURRENCIES.keys(),
  ...words('per percent and double triple point'),
]);

function words(text: string): readonly string[] {
  return text.split(' ');
}
