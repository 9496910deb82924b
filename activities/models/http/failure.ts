import { EvalError } from '../../../core/errors.ts';
import type { EvalErrorCode, RetryAdvice } from '../../../core/errors.ts';

/** One attempt that brought no answer, and what may be done about it inside the adapter. */
export interface AttemptFailure {
  readonly error: EvalError;
  /**
   * `stop`: the same request would fail again; `again`: after a backoff, as long as attempts remain;
   * `rate-limit`: later, without using up an attempt.
   */
  readonly next: 'stop' | 'again' | 'rate-limit';
  /** What the endpoint asked to wait. */
  readonly retryAfterMs?: number;
  /** HTTP status, 0 where none came. */
  readonly status: number;
}

export interface FailureOptions {
  readonly next: AttemptFailure['next'];
  readonly status?: number;
  readonly retryAfterMs?: number | undefined;
  readonly retry?: RetryAdvice;
  /** Whose problem it is: `endpoint` fails every request alike, `document` this one only. */
  readonly scope?: 'endpoint' | 'document';
  readonly cause?: unknown;
}

export function failure(
  code: EvalErrorCode,
  message: string,
  options: FailureOptions,
): AttemptFailure {
  const { next, status = 0, retryAfterMs, retry = 'never', scope = 'document', cause } = options;
  const data = { scope, ...(status === 0 ? {} : { status }) };
  return {
    error: new EvalError(code, message, { retry, data, ...(cause === undefined ? {} : { cause }) }),
    next,
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
