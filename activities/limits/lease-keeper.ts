import { messageOf } from '../../core/errors.ts';
import type { FleetLimits } from './fleet-limits.ts';
import type {
  LimitLease,
  LimitLeaseRequest,
  LimitShare,
  RequestLimitLease,
} from './limit-lease.ts';

type Measured = Pick<LimitLeaseRequest, 'demand' | 'inFlight' | 'peakInFlight' | 'isLeaving'>;

export interface LeaseKeeper {
  /** `share` is undefined where no lease holds: nothing may be sent. */
  current(nowMs: number): {
    readonly share: LimitShare | undefined;
    readonly pausedUntilMs: number;
  };
  /** Somebody wants to send: holds a lease from now on, until it is quiet. */
  wake(): void;
  /** Something has changed that others should know of. */
  renew(): void;
  /** The endpoint said 429: told at once, unless the telling of an earlier one is under way. */
  refused(refusal: {
    readonly sentAtMs: number;
    readonly inFlight: number;
    readonly retryAfterMs?: number;
  }): void;
}

/** A lease that cannot be renewed is asked for again after this. */
const RETRY_MS = 1_000;
/** A longer wait concerns the call that was told so, which may give up. */
const LONGEST_PAUSE_MS = 60_000;

/** Keeps this process's lease alive while it is used. The times are those of performance.now(). */
export function createLeaseKeeper(options: {
  readonly key: string;
  readonly holder: string;
  readonly limits: FleetLimits;
  readonly lease: RequestLimitLease;
  readonly log: (message: string) => void;
  readonly measure: (sinceMs: number) => Measured;
  readonly onChange: () => void;
}): LeaseKeeper {
  let share: LimitShare | undefined;
  let validUntilMs = 0;
  let pausedUntilMs = 0;
  let isAwake = false;
  let isAsking = false;
  let askedAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let refusal: Parameters<LeaseKeeper['refused']>[0] | undefined;
  let saidError = '';

  const next = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), delayMs);
    timer.unref();
  };

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const sentMs = performance.now();
    const measured = options.measure(sentMs - askedAtMs);
    askedAtMs = sentMs;
    const told = refusal;
    refusal = undefined;
    try {
      const answer = await options.lease(options.key, {
        holder: options.holder,
        limits: options.limits,
        ...measured,
        ...(told === undefined ? {} : { refusal: refusalOf(told, sentMs) }),
      });
      accept(answer, measured.isLeaving, sentMs);
    } catch (error) {
      refusal ??= told;
      say(`Cannot renew the lease on an endpoint's limits: ${messageOf(error)}. Calls wait.`);
      next(RETRY_MS);
    } finally {
      isAsking = false;
    }
    // Told while the answer was under way.
    if (refusal !== undefined && refusal !== told) next(0);
    options.onChange();
  }

  function accept(answer: LimitLease, isLeaving: boolean, sentMs: number): void {
    saidError = '';
    pausedUntilMs = Math.max(pausedUntilMs, performance.now() + answer.pausedMs);
    if (isLeaving) {
      share = undefined;
      isAwake = false;
      return;
    }
    const { concurrency, requestsPerSecond, tokensPerSecond } = answer;
    share = { concurrency, requestsPerSecond, tokensPerSecond };
    validUntilMs = sentMs + answer.validMs;
    next(answer.renewMs);
  }

  function say(message: string): void {
    if (message !== saidError) options.log(message);
    saidError = message;
  }

  return {
    current: (nowMs) => ({ share: nowMs < validUntilMs ? share : undefined, pausedUntilMs }),
    wake() {
      if (isAwake) return;
      isAwake = true;
      next(0);
    },
    renew() {
      if (isAwake) next(0);
    },
    refused(given) {
      refusal ??= given;
      pausedUntilMs = Math.max(
        pausedUntilMs,
        performance.now() + Math.min(LONGEST_PAUSE_MS, given.retryAfterMs ?? 0),
      );
      next(0);
    },
  };
}

function refusalOf(
  { sentAtMs, ...rest }: Parameters<LeaseKeeper['refused']>[0],
  nowMs: number,
): NonNullable<LimitLeaseRequest['refusal']> {
  return { ...rest, sentAgoMs: Math.max(0, Math.round(nowMs - sentAtMs)) };
}
