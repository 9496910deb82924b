import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../../core/errors.ts';

export interface DoctorCheck {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'problem';
  /** What is there, in a few words. */
  readonly found: string;
  readonly remedy?: string;
}

export type Finding = Omit<DoctorCheck, 'name'>;

/** What every check may look at. */
export interface DoctorContext {
  readonly dataDirectory: string;
  readonly cacheDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The whole examination ends within 5 s, so no single check may take longer than this. */
const CHECK_LIMIT_MS = 4_000;

/** A check that throws or hangs is itself a finding and never stops the others. */
export async function examine(name: string, check: () => Promise<Finding>): Promise<DoctorCheck> {
  const abort = new AbortController();
  const limit = delay(CHECK_LIMIT_MS, undefined, { signal: abort.signal }).then((): Finding => ({
    status: 'warning',
    found: `no answer in ${CHECK_LIMIT_MS / 1000} s`,
  }));
  // The loser of the race is aborted below; its rejection is nobody's business.
  limit.catch(() => undefined);
  try {
    return { name, ...(await Promise.race([check(), limit])) };
  } catch (error) {
    return { name, status: 'problem', found: messageOf(error) };
  } finally {
    abort.abort();
  }
}
