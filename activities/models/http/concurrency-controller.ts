import { decideNextConcurrency, p95, reduced } from './adaptive-concurrency.ts';
import type { AdaptiveConfig } from './adaptive-concurrency.ts';

/** Fewest finished requests that say anything about an endpoint. */
const MIN_WINDOW = 4;
/** Without a Retry-After, refusals within this time of a cut are the same episode. */
const EPISODE_MS = 1000;
/** A window counts as slow at twice the best p95 seen: the rule reduces above 1.1 times its target. */
const RELATIVE_TOLERANCE = 2 / 1.1;
/** Share by which the remembered best grows per window, so that longer prompts later are not "slow" for ever. */
const BEST_DRIFT = 0.02;

export interface ConcurrencyController {
  current(): number;
  /** A request was answered; the latency is that of its accepted attempt, without waits. */
  succeeded(latencyMs: number): void;
  /** A request failed for good. */
  failed(): void;
  /** An attempt sent at `sentAtMs` came back as 429; times are on one monotonic clock. */
  rateLimited(attempt: { sentAtMs: number; nowMs: number; retryAfterMs?: number }): void;
}

export interface ControllerOptions {
  readonly start: number;
  /** undefined: fixed, whatever happens. */
  readonly adaptive: (AdaptiveConfig & { readonly latency: 'target' | 'relative' }) | undefined;
}

/**
 * The rule of adaptive-concurrency.ts over a running endpoint. A refusal (429) cuts at once and once
 * per episode: the requests that were already on their way when it began will be refused too, and say
 * nothing new. The episode lasts as long as the endpoint asked to be left alone.
 */
export function createConcurrencyController(options: ControllerOptions): ConcurrencyController {
  const config = options.adaptive;
  let current = options.start;
  let latenciesS: number[] = [];
  let failures = 0;
  let refusals = 0;
  let episodeEndsAtMs = -Infinity;
  let bestP95S = Infinity;

  const clear = () => {
    latenciesS = [];
    failures = 0;
    refusals = 0;
  };
  const decide = () => {
    const total = latenciesS.length + failures;
    if (config === undefined || total < Math.max(MIN_WINDOW, current)) return;
    const effective = config.latency === 'relative' ? relativeTo(config, latenciesS) : config;
    // Refusals have been answered by a cut already; they only hold the next increase back.
    const window = { total, failed: failures, rateLimited: 0, latenciesS };
    const decision = decideNextConcurrency(effective, current, window);
    if (decision.shouldReduce || refusals === 0) current = decision.next;
    clear();
  };
  const relativeTo = (base: AdaptiveConfig, seenS: readonly number[]): AdaptiveConfig => {
    const nowS = p95(seenS);
    if (nowS > 0) bestP95S = Math.min(bestP95S * (1 + BEST_DRIFT), nowS);
    return { ...base, targetLatencyS: bestP95S * RELATIVE_TOLERANCE };
  };

  return {
    current: () => current,
    succeeded(latencyMs) {
      if (config === undefined) return;
      latenciesS.push(latencyMs / 1000);
      decide();
    },
    failed() {
      if (config === undefined) return;
      failures += 1;
      decide();
    },
    rateLimited({ sentAtMs, nowMs, retryAfterMs }) {
      if (config === undefined) return;
      if (sentAtMs < episodeEndsAtMs) {
        refusals += 1;
        return;
      }
      current = reduced(config, current);
      episodeEndsAtMs = nowMs + (retryAfterMs ?? EPISODE_MS);
      clear();
      refusals = 1;
    },
  };
}
