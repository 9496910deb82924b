import type { EvalErrorCode } from '../errors.ts';
import type { InferenceRow } from '../rows.ts';

/** What the repeats of one document come to before scoring. */
export interface DocumentOutcome {
  readonly status: 'ok' | 'refused' | 'failed' | 'skipped';
  readonly error?: { readonly code: EvalErrorCode; readonly message: string };
}

/**
 * A document counts only when every repeat was answered: a vote over fewer samples, or a later sample
 * in the place of the first, would be another number than the one asked for. It is refused when every
 * repeat was.
 */
export function outcomeOf(rows: readonly InferenceRow[]): DocumentOutcome {
  const unanswered =
    rows.find((row) => row.status === 'failed') ?? rows.find((row) => row.status === 'skipped');
  if (unanswered !== undefined) {
    const { status, error } = unanswered;
    return {
      status,
      ...(error === undefined ? {} : { error }),
    };
  }
  return { status: rows.every((row) => row.status === 'refused') ? 'refused' : 'ok' };
}
