import {
  EvalError,
  isEvalError,
  messageOf,
  type EvalErrorCode,
  type RetryAdvice,
} from '../../core/errors.ts';

/**
 * What a thread can be asked: one entry per call name. Written as a type alias, for example
 * `type Calls = { load: { payload: LoadPayload; result: LoadResult } }`, and shared by both sides.
 */
export type ThreadCalls = Readonly<
  Record<string, { readonly payload: unknown; readonly result: unknown }>
>;

export interface ThreadRequest {
  readonly id: number;
  readonly name: string;
  readonly payload: unknown;
}

/** Asks the thread to answer once all calls before it have ended; no handler may have this name. */
export const CLOSE_CALL = '(close)';

export type ThreadResponse =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ThreadError };

/** An error as plain data: structured cloning would drop `code`, `retry` and `data`. */
export interface ThreadError {
  readonly code: EvalErrorCode;
  readonly message: string;
  readonly retry: RetryAdvice;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  readonly stack: string | undefined;
}

export function toThreadError(error: unknown): ThreadError {
  const stack = error instanceof Error ? error.stack : undefined;
  if (isEvalError(error)) {
    const { code, message, retry, data } = error;
    return { code, message, retry, data, stack };
  }
  return { code: 'internal', message: messageOf(error), retry: 'never', data: {}, stack };
}

export function fromThreadError(error: ThreadError): EvalError {
  const revived = new EvalError(error.code, error.message, {
    retry: error.retry,
    data: error.data,
  });
  if (error.stack !== undefined) revived.stack = error.stack;
  return revived;
}
