import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { EvalError } from '../../core/errors.ts';

const POLL_MS = 250;
const QUESTION_MS = 5_000;

/** Asks until the server answers 200; throws when it ends, takes too long or is no longer wanted. */
export async function waitUntilHealthy(options: {
  readonly url: string;
  readonly timeoutMs: number;
  readonly exited: Promise<EvalError>;
  readonly signal: AbortSignal;
  readonly onTimeout: () => EvalError;
}): Promise<void> {
  const { url, timeoutMs, signal } = options;
  const deadline = Date.now() + timeoutMs;
  let death: EvalError | undefined;
  const watch = async (): Promise<void> => {
    death = await options.exited;
  };
  void watch();
  for (;;) {
    const isHealthy = await answers(url);
    // Asked first: another server may have taken the port of one that died.
    if (death !== undefined) throw death;
    if (signal.aborted) throw new EvalError('cancelled', 'The start of the engine was cancelled.');
    if (isHealthy) return;
    if (Date.now() >= deadline) throw options.onTimeout();
    await delay(POLL_MS);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await request(url, { headersTimeout: QUESTION_MS, bodyTimeout: QUESTION_MS });
    await response.body.dump();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}
