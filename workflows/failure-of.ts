import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  TemporalFailure,
  TimeoutFailure,
  rootCause,
} from '@temporalio/workflow';

/** The innermost cause that carries one of our codes, as the failure of this workflow. */
export function failureOf(error: unknown): ApplicationFailure {
  let current: unknown = error;
  let found: ApplicationFailure | undefined;
  while (current instanceof TemporalFailure) {
    if (current instanceof ApplicationFailure) found = current;
    current = current.cause;
  }
  if (found) {
    return ApplicationFailure.create({
      message: found.message,
      type: found.type ?? 'internal',
      nonRetryable: true,
    });
  }
  if (error instanceof TemporalFailure) {
    return ApplicationFailure.nonRetryable(rootCause(error) ?? error.message, 'internal');
  }
  // A bug of ours: let the workflow task fail and be retried after a fix.
  throw error;
}

const ENVIRONMENT = [/^endpoint-/, /^store-/, /^model-/, /^secret-missing$/, /^rate-limited$/];

/** Causes that every other task of the run would meet as well. */
export function isEnvironmentFailure(failure: ApplicationFailure): boolean {
  return ENVIRONMENT.some((pattern) => pattern.test(failure.type ?? ''));
}

/** How an activity ends whose worker died after it was asked to stop: the server does not retry it. */
export function isTimeout(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure;
}

/** What ends a workflow that is being cancelled: a worker that dies meanwhile makes it no failure. */
export function orCancellation(error: unknown): unknown {
  if (!CancellationScope.current().consideredCancelled || !isTimeout(error)) return error;
  return new CancelledFailure('Cancelled, and its worker died meanwhile.');
}
