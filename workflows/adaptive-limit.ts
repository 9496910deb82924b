/** The concurrency that an endpoint has been found to bear. JSON-plain. */
export interface Adaptation {
  /** null before the first refusal: the ceiling itself. */
  current: number | null;
  /** In flight when the endpoint last refused: approached slowly. */
  refusedAt: number;
  pausedUntilMs: number;
  /** Refusals of calls sent before this belong to the episode that was answered already. */
  episodeEndsAtMs: number;
  grownAtMs: number;
}

const CUT = 0.7;
const GROWTH = 0.1;
/** Below this part of where it was refused, concurrency grows fast. */
const SAFE_PART = 0.9;
const GROW_EVERY_MS = 2_000;
const PROBE_EVERY_MS = 20_000;
/** Without a Retry-After. */
const EPISODE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export function newAdaptation(): Adaptation {
  return { current: null, refusedAt: 0, pausedUntilMs: 0, episodeEndsAtMs: 0, grownAtMs: 0 };
}

/**
 * Additive increase, multiplicative decrease: one cut per episode of refusals, however many workers
 * report it, then quickly back to just below where it happened and slowly beyond. undefined: no limit.
 */
export function adapt(
  state: Adaptation,
  event: {
    readonly ceiling: number | undefined;
    /** In all workers together. */
    readonly inFlight: number;
    readonly refusal?: { readonly sentAgoMs: number; readonly retryAfterMs?: number };
    readonly nowMs: number;
  },
): number | undefined {
  const { ceiling, nowMs, refusal } = event;
  if (refusal !== undefined && nowMs - refusal.sentAgoMs >= state.episodeEndsAtMs) {
    const pauseMs = Math.min(refusal.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
    state.pausedUntilMs = nowMs + pauseMs;
    state.episodeEndsAtMs = nowMs + Math.max(pauseMs, EPISODE_MS);
    state.grownAtMs = state.episodeEndsAtMs;
    if (ceiling !== undefined) {
      const before = Math.min(state.current ?? ceiling, ceiling);
      state.refusedAt = Math.max(1, Math.min(before, event.inFlight));
      state.current = Math.max(1, Math.floor(state.refusedAt * CUT));
    }
  }
  if (ceiling === undefined) return undefined;
  if (state.current === null) return ceiling;
  const isSafe = state.current < state.refusedAt * SAFE_PART;
  const waitMs = isSafe ? GROW_EVERY_MS : PROBE_EVERY_MS;
  // Growth without demand would prove nothing about the endpoint.
  if (nowMs - state.grownAtMs >= waitMs && event.inFlight >= state.current) {
    state.current += isSafe ? Math.max(1, Math.floor(state.current * GROWTH)) : 1;
    state.grownAtMs = nowMs;
  }
  return Math.min(ceiling, state.current);
}
