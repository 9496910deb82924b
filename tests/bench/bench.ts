/** One measured number beside what it is held against. */
export interface Figure {
  readonly name: string;
  /** Its value with its unit. */
  readonly value: string;
  /** The bound it must keep, in words; absent where the figure only informs. */
  readonly bound?: string;
  readonly isKept?: boolean;
  /** The physical limit, or what others reach. */
  readonly beside?: string;
}

export interface Bench {
  readonly name: string;
  readonly summary: string;
  readonly run: (say: (message: string) => void) => Promise<readonly Figure[]>;
}

export function atMost(
  name: string,
  value: number,
  bound: number,
  display: { readonly unit: string; readonly digits?: number; readonly beside?: string },
): Figure {
  return bounded(name, value, { ...display, bound, sign: '≤', isKept: value <= bound });
}

export function atLeast(
  name: string,
  value: number,
  bound: number,
  display: { readonly unit: string; readonly digits?: number; readonly beside?: string },
): Figure {
  return bounded(name, value, { ...display, bound, sign: '≥', isKept: value >= bound });
}

export function noted(name: string, value: string, beside?: string): Figure {
  return { name, value, ...(beside === undefined ? {} : { beside }) };
}

function bounded(
  name: string,
  value: number,
  shown: {
    readonly unit: string;
    readonly digits?: number;
    readonly beside?: string;
    readonly bound: number;
    readonly sign: string;
    readonly isKept: boolean;
  },
): Figure {
  const { unit, digits = 0, bound, sign, isKept, beside } = shown;
  const unitText = unit === '' ? '' : ` ${unit}`;
  return {
    name,
    value: `${value.toFixed(digits)}${unitText}`,
    bound: `${sign} ${bound}${unitText}`,
    isKept,
    ...(beside === undefined ? {} : { beside }),
  };
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}
