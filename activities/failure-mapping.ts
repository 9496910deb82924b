import { ApplicationFailure, CancelledFailure, CompleteAsyncError } from '@temporalio/activity';
import { isEvalError, messageOf } from '../core/errors.ts';

/** Turns our errors into Temporal's: code becomes type, advice becomes retry policy. */
export function toFailure(error: unknown, redact: (text: string) => string): unknown {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (error instanceof CompleteAsyncError) return error;
  if (!isEvalError(error)) {
    return ApplicationFailure.create({
      message: redact(`Unexpected: ${messageOf(error)}`),
      type: 'internal',
      details: [redact((error instanceof Error && error.stack) || '').slice(0, 2000)],
    });
  }
  const { retry } = error;
  return ApplicationFailure.create({
    message: redact(error.message),
    type: error.code,
    nonRetryable: retry === 'never',
    ...(typeof retry === 'object' ? { nextRetryDelay: retry.afterMs } : {}),
  });
}
