import { createHash } from 'node:crypto';

/** Shares of requests that go wrong, decided by (prompt, attempt): the same in every run. */
export interface FaultRates {
  readonly seed?: number;
  readonly status500?: number;
  readonly status503?: number;
  readonly hang?: number;
  /** The connection breaks in the middle of the answer. */
  readonly reset?: number;
  /** Status 200 without a body. */
  readonly emptyBody?: number;
  /** A complete response whose content is empty and counts no token. */
  readonly emptyAnswer?: number;
  readonly invalidJson?: number;
  /** The answer names another model. */
  readonly wrongModel?: number;
  /** The stream ends properly, but without a finish reason. */
  readonly cutShort?: number;
  /** Requests above `ceiling` at once, and a share `rate` of the others, are told to come back. */
  readonly status429?: {
    readonly retryAfterS?: number;
    readonly ceiling?: number;
    readonly rate?: number;
  };
  /** After so many faults a prompt is always answered, so that retries end well. */
  readonly maxFaultsPerPrompt?: number;
}

export type Fault =
  | 'status500'
  | 'status503'
  | 'status429'
  | 'hang'
  | 'reset'
  | 'emptyBody'
  | 'emptyAnswer'
  | 'invalidJson'
  | 'wrongModel'
  | 'cutShort';

const RATED = [
  'status500',
  'status503',
  'hang',
  'reset',
  'emptyBody',
  'emptyAnswer',
  'invalidJson',
  'wrongModel',
  'cutShort',
] as const;

/** What befalls this attempt, if anything. */
export function drawFault(rates: FaultRates, digest: string, attempt: number): Fault | undefined {
  if (attempt > (rates.maxFaultsPerPrompt ?? 3)) return undefined;
  const draw = createHash('sha256')
    .update(`${rates.seed ?? 0}|${digest}|${attempt}`)
    .digest();
  let value = draw.readUIntBE(0, 6) / 2 ** 48;
  for (const name of RATED) {
    value -= rates[name] ?? 0;
    if (value < 0) return name;
  }
  return value < (rates.status429?.rate ?? 0) ? 'status429' : undefined;
}
