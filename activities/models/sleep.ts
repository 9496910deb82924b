import { EvalError } from '../../core/errors.ts';
import type { OnAbort } from './on-abort.ts';

/** Waits, or throws `cancelled` as soon as the signal aborts. */
export function sleep(delayMs: number, signal: AbortSignal, onAbort: OnAbort): Promise<void> {
  if (signal.aborted) return Promise.reject(cancelledError());
  if (delayMs <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, delayMs);
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      forget();
      reject(cancelledError());
    });
  });
}

export function cancelledError(): EvalError {
  return new EvalError(
    'cancelled',
    'The request was cancelled by its caller before it was answered.',
  );
}
