import { EvalError } from '../../../core/errors.ts';
import type { EvalErrorCode } from '../../../core/errors.ts';
import type { CallOutcome, RequestGate } from '../../limits/request-gate.ts';
import type { TokenUsage } from '../../../core/generation.ts';
import type { OnAbort } from '../on-abort.ts';
import { sleep } from '../sleep.ts';
import type { ConcurrencyController } from './concurrency-controller.ts';
import type { AttemptFailure } from './failure.ts';
import { backoffMs } from './retry-delay.ts';

/** Longest wait that a Retry-After of an overloaded (not rate-limiting) server is granted. */
const MAX_OVERLOAD_WAIT_MS = 120_000;

export interface AttemptPolicy {
  /** Attempts in all, waits for rate limits not counted. */
  readonly maxAttempts: number;
  readonly backoffMs: number;
  readonly rateLimitPatienceMs: number;
}

export interface AttemptTools {
  readonly policy: AttemptPolicy;
  readonly controller: ConcurrencyController;
  readonly onAbort: OnAbort;
  /** For jitter only, which spreads load and never changes a result. */
  readonly random: () => number;
  readonly count: (code: EvalErrorCode, isSentAgain: boolean) => void;
  /** Limits that all workers keep together; every attempt passes it. */
  readonly gate?: RequestGate | undefined;
}

export interface Attempted<Value> {
  readonly value: Value;
  readonly attempts: number;
}

/**
 * Sends until answered, within the policy. What is left over goes to the caller as it is: nothing
 * above repeats a single request, so attempts never multiply.
 */
export async function requestAttempts<Value extends object>(
  attempt: () => Promise<Value | AttemptFailure>,
  tools: AttemptTools,
  signal: AbortSignal,
): Promise<Attempted<Value>> {
  const { policy, controller } = tools;
  let attempts = 0;
  let failures = 0;
  let waitedMs = 0;
  let refusals = 0;
  for (;;) {
    attempts += 1;
    const leave = await tools.gate?.enter(signal);
    const sentAtMs = performance.now();
    let outcome: Value | AttemptFailure | undefined;
    try {
      outcome = await attempt();
    } finally {
      leave?.(callOutcome(outcome, sentAtMs));
    }
    if (!isFailed(outcome)) return { value: outcome, attempts };
    const { error, next, retryAfterMs } = outcome;
    if (next === 'rate-limit') {
      tools.count(error.code, true);
      controller.rateLimited({
        sentAtMs,
        nowMs: performance.now(),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
      const spread = backoffMs(
        policy.backoffMs,
        retryAfterMs === undefined ? refusals : 0,
        tools.random,
      );
      const waitMs = (retryAfterMs ?? policy.backoffMs) + spread;
      if (waitedMs + waitMs > policy.rateLimitPatienceMs)
        throw outOfPatience(error, waitedMs, waitMs);
      await sleep(waitMs, signal, tools.onAbort);
      waitedMs += waitMs;
      refusals += 1;
      continue;
    }
    failures += 1;
    const isSentAgain = next === 'again' && failures < policy.maxAttempts;
    if (error.code !== 'cancelled') tools.count(error.code, isSentAgain);
    if (!isSentAgain) {
      if (error.code !== 'cancelled') controller.failed();
      throw withAttempts(error, attempts);
    }
    const asked = Math.min(retryAfterMs ?? 0, MAX_OVERLOAD_WAIT_MS);
    await sleep(
      asked + backoffMs(policy.backoffMs, failures - 1, tools.random),
      signal,
      tools.onAbort,
    );
  }
}

/** Answers carry the usage of their request where the endpoint counts tokens. */
function callOutcome(outcome: object | undefined, sentAtMs: number): CallOutcome {
  if (outcome === undefined) return { isAnswered: false };
  if (!isFailed(outcome)) {
    const { raw } = outcome as { readonly raw?: { readonly usage?: TokenUsage } };
    const usage = raw?.usage;
    const tokens = (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0);
    return { isAnswered: true, ...(tokens > 0 ? { tokens } : {}) };
  }
  if (outcome.next !== 'rate-limit') return { isAnswered: false };
  const { retryAfterMs } = outcome;
  return {
    isAnswered: false,
    refusal: { sentAtMs, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  };
}

function isFailed(outcome: object): outcome is AttemptFailure {
  return 'error' in outcome && 'next' in outcome;
}

function outOfPatience(error: EvalError, waitedMs: number, waitMs: number): EvalError {
  return new EvalError(
    error.code,
    `${error.message} Waited ${Math.round(waitedMs / 1000)} s already, and the next wait of ${Math.round(waitMs / 1000)} s is beyond rate_limit_patience_s.`,
    { retry: { afterMs: Math.round(waitMs) }, data: error.data },
  );
}

function withAttempts(error: EvalError, attempts: number): EvalError {
  const { code, message, retry, data, cause } = error;
  return new EvalError(code, message, { retry, data: { ...data, attempts }, cause });
}
