/**
 * The closed list of things that go wrong. A code names the cause, never the place, so that failures
 * can be grouped in a report and acted on by a script.
 */
export type EvalErrorCode =
  | 'spec-invalid'
  | 'config-invalid'
  | 'task-not-found'
  | 'task-invalid'
  | 'model-not-found'
  | 'model-invalid'
  | 'model-load-failed'
  | 'dataset-not-found'
  | 'dataset-invalid'
  | 'media-unreadable'
  | 'media-unsupported'
  | 'artifact-missing'
  | 'artifact-corrupt'
  | 'artifact-key-invalid'
  | 'store-unreachable'
  | 'store-denied'
  | 'store-full'
  | 'store-not-visible'
  | 'store-unsupported'
  | 'endpoint-unreachable'
  | 'endpoint-denied'
  | 'endpoint-model-unknown'
  | 'endpoint-error'
  | 'endpoint-invalid-response'
  | 'endpoint-empty-response'
  | 'endpoint-wrong-model'
  | 'endpoint-connection-lost'
  | 'endpoint-rejected-request'
  | 'rate-limited'
  | 'timed-out'
  | 'context-too-long'
  | 'content-filtered'
  | 'poison-document'
  | 'scorer-failed'
  | 'scorer-timed-out'
  | 'failure-budget-exceeded'
  | 'secret-missing'
  | 'server-unreachable'
  | 'server-start-failed'
  | 'tool-missing'
  | 'cancelled'
  | 'internal';

/** Whether trying again can help, decided where the fact is known. */
export type RetryAdvice = 'never' | 'backoff' | { readonly afterMs: number };

export interface EvalErrorOptions {
  readonly retry?: RetryAdvice;
  readonly cause?: unknown;
  /** Small JSON-plain facts for machines; never a secret, never document text. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * The one error class of the project. The message is a sentence: what was being done, what was
 * received, what to do.
 */
export class EvalError extends Error {
  override readonly name = 'EvalError';
  readonly code: EvalErrorCode;
  readonly retry: RetryAdvice;
  readonly data: Readonly<Record<string, string | number | boolean>>;

  constructor(code: EvalErrorCode, message: string, options: EvalErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.data = options.data ?? {};
  }
}

/** Recognises an EvalError also when it crossed a module copy or a thread. */
export function isEvalError(error: unknown): error is EvalError {
  return error instanceof Error && error.name === 'EvalError' && 'code' in error;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
