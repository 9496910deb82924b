import { EvalError } from '../../../core/errors.ts';
import type { EncodableImage } from './image-encoder.ts';

/** One request on the thread, prepared but not yet answered. */
export interface PromptRow<Result> {
  readonly requestId: string;
  /** The rendered conversation, with one image token per image. */
  readonly tokens: readonly number[];
  readonly images: readonly EncodableImage[];
  /** Changed from outside; a batch looks at it before every step. */
  readonly cancellation: Cancellation;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface Cancellation {
  isCancelled: boolean;
}

/** Rows with equal keys have prompts of equal length, and fit into a batch without padding. */
export function lengthKey({ tokens, images }: PromptRow<never>): string {
  return `${tokens.length} ${images.length}`;
}

/** Rejects the cancelled rows and returns the others. */
export function withoutCancelled<Row extends PromptRow<never>>(rows: readonly Row[]): Row[] {
  return rows.filter(({ requestId, cancellation, reject }) => {
    if (cancellation.isCancelled) {
      reject(new EvalError('cancelled', `The request ${requestId} was cancelled.`));
    }
    return !cancellation.isCancelled;
  });
}
