export interface FetchLimits {
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** Until the head of an answer, and between two pieces of its body. */
  readonly idleMs: number;
  /** From the first look-up to the last byte, redirects included. */
  readonly totalMs: number;
}

export const DEFAULT_FETCH_LIMITS: FetchLimits = {
  maxBytes: 2 * 1024 ** 3,
  maxRedirects: 3,
  idleMs: 15_000,
  totalMs: 300_000,
};
