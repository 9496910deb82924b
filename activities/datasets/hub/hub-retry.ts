import { setTimeout as delay } from 'node:timers/promises';
import { EvalError, isEvalError } from '../../../core/errors.ts';
import type { ServerWords } from './server-words.ts';

/** A failure that may pass: too many requests, a server's own fault, a lost connection. */
export class HubFault extends Error {
  override readonly name = 'HubFault';
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: { status?: number; retryAfterMs?: number | undefined } = {}) {
    super(message);
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

const MAX_DELAY_MS = 20_000;
/** A longer wait is left to the workflow, which does not hold a worker for it. */
const MAX_RETRY_AFTER_MS = 60_000;

interface RetryOptions {
  readonly what: string;
  readonly delayMs: number;
  readonly attempts: number;
  readonly words: ServerWords;
}

export async function withRetries<Result>(
  options: RetryOptions,
  operation: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      const fault = faultOf(error);
      const wanted = fault.retryAfterMs ?? 0;
      if (attempt >= options.attempts || wanted > MAX_RETRY_AFTER_MS) {
        throw givenUp(options, fault, attempt);
      }
      const backoff = Math.min(options.delayMs * 2 ** (attempt - 1), MAX_DELAY_MS);
      await delay(Math.max(wanted, backoff * (0.75 + Math.random() / 2)));
    }
  }
}

/** Seconds or a date, as in the header. */
export function retryAfterMs(header: unknown): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** undici and the operating system mark network failures with a code; anything else is a fault of ours. */
function faultOf(error: unknown): HubFault {
  if (error instanceof HubFault) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (!isEvalError(error) && typeof code === 'string') return new HubFault(code);
  throw error;
}

function givenUp({ what, words }: RetryOptions, fault: HubFault, attempts: number): EvalError {
  const tried = `after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  if (fault.status === 429) {
    const afterMs = fault.retryAfterMs ?? MAX_RETRY_AFTER_MS;
    return new EvalError(
      'rate-limited',
      `Cannot read ${what}: ${words.name} still answers "too many requests" ${tried}. ${words.afterTooMany}.`,
      { retry: { afterMs } },
    );
  }
  return new EvalError(
    'endpoint-unreachable',
    `Cannot read ${what}: ${fault.message} ${tried}. ${words.check} and the network, or set HF_HUB_OFFLINE=1 to use the cache only.`,
    { retry: { afterMs: fault.retryAfterMs ?? MAX_DELAY_MS } },
  );
}
