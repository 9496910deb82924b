/** Spaces things evenly at a rate that may change at any time (the generic cell rate algorithm). */
export interface Pace {
  /** How long to wait before the next; 0 or less: now. null: there is no rate to keep. */
  delayMs(nowMs: number, perSecond: number | null): number;
  /** Takes so much of the rate; negative gives back. */
  take(nowMs: number, perSecond: number | null, amount: number): void;
}

/** `burstMs`: what comes this much early is let through, since timers are coarse. */
export function createPace(burstMs: number): Pace {
  /** When all that was taken would be paid for. */
  let paidAtMs = Number.NEGATIVE_INFINITY;
  return {
    delayMs: (nowMs, perSecond) => (perSecond === null ? 0 : paidAtMs - burstMs - nowMs),
    take(nowMs, perSecond, amount) {
      if (perSecond === null || perSecond <= 0) return;
      paidAtMs = Math.max(paidAtMs, nowMs) + (amount * 1000) / perSecond;
    },
  };
}
