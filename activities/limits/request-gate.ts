import type { OnAbort } from '../models/on-abort.ts';
import { cancelledError } from '../models/sleep.ts';
import type { FleetLimits } from './fleet-limits.ts';
import { createLeaseKeeper, type LeaseKeeper } from './lease-keeper.ts';
import type { RequestLimitLease } from './limit-lease.ts';
import { createPace } from './pace.ts';

/** What one call came to, for the accounts of its endpoint. */
export interface CallOutcome {
  readonly isAnswered: boolean;
  /** Of prompt and answer, where the endpoint counts them. */
  readonly tokens?: number;
  /** It was answered with 429. */
  readonly refusal?: { readonly sentAtMs: number; readonly retryAfterMs?: number };
}

/** Passes calls on as this process's share of an endpoint's limits allows, in the order of asking. */
export interface RequestGate {
  /** Resolves when the call may be sent, to what is called when it has ended; rejects with `cancelled`. */
  enter(signal: AbortSignal): Promise<(outcome: CallOutcome) => void>;
}

interface Waiting {
  readonly admit: (lentTokens: number) => void;
}

/** Calls sent within this time of one another count as evenly spaced. */
const BURST_MS = 20;
/** Tokens of a call are known only afterwards: this much is lent. */
const TOKEN_BURST_MS = 1_000;
/** Weight of the newest call in the mean tokens per call. */
const NEWEST = 0.1;
const PERIODS_TO_IDLE = 2;
/** Without a call for this long, others are given the share without waiting for the next renewal. */
const IDLE_MS = 250;

export interface GateOptions {
  readonly key: string;
  readonly holder: string;
  readonly limits: FleetLimits;
  readonly lease: RequestLimitLease;
  readonly onAbort: OnAbort;
  readonly log: (message: string) => void;
}

export function createRequestGate(options: GateOptions): RequestGate {
  const waiting = new Set<Waiting>();
  const requests = createPace(BURST_MS);
  const tokens = createPace(TOKEN_BURST_MS);
  let inFlight = 0;
  let peak = 0;
  let sent = 0;
  let used = 0;
  let quietPeriods = 0;
  /** Before the first answer one second's worth, so that the first wave cannot be far too large. */
  let meanTokens: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  const keeper: LeaseKeeper = createLeaseKeeper({
    ...options,
    measure: (sinceMs) => {
      const isQuiet = waiting.size === 0 && inFlight === 0 && sent === 0;
      quietPeriods = isQuiet ? quietPeriods + 1 : 0;
      const perSecond = (count: number) =>
        waiting.size > 0 ? null : (1.5 * count * 1000) / Math.max(1000, sinceMs);
      const measured = {
        demand: {
          concurrency: Math.max(peak, inFlight + waiting.size),
          requestsPerSecond: perSecond(sent),
          tokensPerSecond: perSecond(used),
        },
        inFlight,
        peakInFlight: peak,
        isLeaving: quietPeriods >= PERIODS_TO_IDLE,
      };
      peak = inFlight;
      sent = 0;
      used = 0;
      return measured;
    },
    onChange: () => {
      // The lease may have been given back just as a call came.
      if (waiting.size > 0) keeper.wake();
      admitAll();
    },
  });

  function admitAll(): void {
    clearTimeout(timer);
    for (const next of waiting) {
      const nowMs = performance.now();
      const delayMs = blockedMs(nowMs);
      if (delayMs === undefined) return;
      if (delayMs > 0) {
        timer = setTimeout(admitAll, Math.ceil(delayMs));
        return;
      }
      waiting.delete(next);
      next.admit(take(nowMs));
    }
  }

  /** undefined: until a call ends or the lease changes. */
  function blockedMs(nowMs: number): number | undefined {
    const { share, pausedUntilMs } = keeper.current(nowMs);
    if (share === undefined) return undefined;
    if (share.concurrency !== null && inFlight >= share.concurrency) return undefined;
    if (share.requestsPerSecond === 0 || share.tokensPerSecond === 0) return undefined;
    return Math.max(
      pausedUntilMs - nowMs,
      requests.delayMs(nowMs, share.requestsPerSecond),
      tokens.delayMs(nowMs, share.tokensPerSecond),
    );
  }

  /** The tokens that the call is expected to use. */
  function take(nowMs: number): number {
    const { share } = keeper.current(nowMs);
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    sent += 1;
    if (share === undefined) return 0;
    const lent = share.tokensPerSecond === null ? 0 : (meanTokens ?? share.tokensPerSecond);
    requests.take(nowMs, share.requestsPerSecond, 1);
    tokens.take(nowMs, share.tokensPerSecond, lent);
    return lent;
  }

  function settle(lent: number, outcome: CallOutcome): void {
    const nowMs = performance.now();
    const spent = outcome.tokens ?? (outcome.isAnswered ? lent : 0);
    used += spent;
    const { share } = keeper.current(nowMs);
    tokens.take(nowMs, share?.tokensPerSecond ?? null, spent - lent);
    if (outcome.tokens !== undefined) {
      meanTokens = meanTokens === undefined ? spent : meanTokens + NEWEST * (spent - meanTokens);
    }
    if (outcome.refusal !== undefined) keeper.refused({ ...outcome.refusal, inFlight });
    inFlight -= 1;
    admitAll();
    if (inFlight > 0 || waiting.size > 0) return;
    idleTimer = setTimeout(() => keeper.renew(), IDLE_MS);
    idleTimer.unref();
  }

  return {
    async enter(signal) {
      if (signal.aborted) throw cancelledError();
      clearTimeout(idleTimer);
      keeper.wake();
      const lent = await new Promise<number>((resolve, reject) => {
        const entry: Waiting = {
          admit: (expected) => {
            forget();
            resolve(expected);
          },
        };
        const forget = options.onAbort(signal, () => {
          waiting.delete(entry);
          forget();
          reject(cancelledError());
        });
        waiting.add(entry);
        if (waiting.size === 1) admitAll();
      });
      return (outcome) => settle(lent, outcome);
    },
  };
}
