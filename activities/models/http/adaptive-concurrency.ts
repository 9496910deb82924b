/** Figures of the rule below; the defaults are those of lmms-eval, so its users' settings carry over. */
export interface AdaptiveConfig {
  readonly minConcurrency: number;
  readonly maxConcurrency: number;
  readonly targetLatencyS: number;
  readonly increaseStep: number;
  readonly decreaseFactor: number;
  readonly failureThreshold: number;
}

/** What happened since the last decision. */
export interface ConcurrencyWindow {
  readonly total: number;
  readonly failed: number;
  readonly rateLimited: number;
  readonly latenciesS: readonly number[];
}

export interface ConcurrencyDecision {
  readonly next: number;
  readonly failureRate: number;
  readonly rateLimitRate: number;
  readonly p95LatencyS: number;
  readonly shouldReduce: boolean;
}

export function cleanAdaptiveConfig(raw: AdaptiveConfig): AdaptiveConfig {
  const minConcurrency = Math.max(1, Math.trunc(raw.minConcurrency));
  return {
    minConcurrency,
    maxConcurrency: Math.max(minConcurrency, Math.trunc(raw.maxConcurrency)),
    targetLatencyS: Math.max(0.1, raw.targetLatencyS),
    increaseStep: Math.max(0.01, raw.increaseStep),
    decreaseFactor: Math.min(0.95, Math.max(0.1, raw.decreaseFactor)),
    failureThreshold: Math.min(1, Math.max(0, raw.failureThreshold)),
  };
}

/** Additive increase, multiplicative decrease over one window of finished requests. Pure. */
export function decideNextConcurrency(
  config: AdaptiveConfig,
  current: number,
  window: ConcurrencyWindow,
): ConcurrencyDecision {
  const { total } = window;
  if (total === 0) {
    return { next: current, failureRate: 0, rateLimitRate: 0, p95LatencyS: 0, shouldReduce: false };
  }
  const failureRate = window.failed / total;
  const rateLimitRate = window.rateLimited / total;
  const p95LatencyS = p95(window.latenciesS);
  const { targetLatencyS: target, failureThreshold: threshold } = config;
  const shouldReduce =
    rateLimitRate >= Math.max(0.02, threshold) ||
    failureRate > threshold ||
    (p95LatencyS > 0 && p95LatencyS > 1.1 * target);
  const shouldIncrease =
    !shouldReduce &&
    rateLimitRate === 0 &&
    failureRate <= 0.5 * threshold &&
    (p95LatencyS === 0 || p95LatencyS < 0.85 * target);
  return {
    next: Math.max(
      config.minConcurrency,
      nextValue(config, current, { shouldReduce, shouldIncrease }),
    ),
    failureRate,
    rateLimitRate,
    p95LatencyS,
    shouldReduce,
  };
}

/** One multiplicative cut. */
export function reduced(config: AdaptiveConfig, current: number): number {
  return Math.max(config.minConcurrency, Math.trunc(current * config.decreaseFactor));
}

/** Lower nearest-rank 95th percentile; 0 of nothing. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.trunc(0.95 * (sorted.length - 1))] ?? 0;
}

function nextValue(
  config: AdaptiveConfig,
  current: number,
  verdict: { readonly shouldReduce: boolean; readonly shouldIncrease: boolean },
): number {
  if (verdict.shouldReduce) return reduced(config, current);
  if (!verdict.shouldIncrease) return current;
  const step = Math.max(1, Math.trunc(current * config.increaseStep));
  return Math.min(config.maxConcurrency, current + step);
}
