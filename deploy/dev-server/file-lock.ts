import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EvalError } from '../../core/errors.ts';
import { explainDiskError } from './explain-disk-error.ts';
import type { Log } from './log.ts';
import { currentProcessIdentity, isAlive } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface FileLockOptions {
  readonly path: string;
  /** What the holder does, for those who wait: "builds Temporal". */
  readonly purpose: string;
  readonly log: Log;
  /** How long to wait for a living holder before giving up. Default 15 minutes: a cold Go build takes 7. */
  readonly timeoutMs?: number;
}

interface Holder extends ProcessIdentity {
  readonly token: string;
  readonly purpose: string;
}

const POLL_MS = 100;
const DEFAULT_TIMEOUT_MS = 15 * 60_000;
/** A holder writes its name right after creating the file; one that did not for this long has died. */
const UNNAMED_GRACE_MS = 5_000;

/**
 * Runs `action` while no other process (nor another caller in this one) holds the lock. The lock of a
 * process that died is taken over; that of a living one is waited for.
 */
export async function withFileLock<T>(
  options: FileLockOptions,
  action: () => Promise<T>,
): Promise<T> {
  const token = await acquire(options);
  try {
    return await action();
  } finally {
    await release(options.path, token);
  }
}

async function acquire(options: FileLockOptions): Promise<string> {
  const { path, purpose, log } = options;
  const holder: Holder = { ...currentProcessIdentity(), token: randomUUID(), purpose };
  const startedAt = Date.now();
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw explainDiskError(error, `create the folder for ${path}`, dirname(path));
  });
  for (let named = ''; ; await delay(POLL_MS)) {
    if (await createExclusively(path, holder)) return holder.token;
    if (await removeIfStale(path, holder, log)) continue;
    const other = await readHolder(path);
    if (other !== undefined && other.token !== named) {
      log(`Waiting for process ${other.pid}, which ${other.purpose} (lock ${path}).`);
      named = other.token;
    }
    if (Date.now() - startedAt > timeoutMs) {
      throw new EvalError(
        'timed-out',
        `Waited ${Math.round(timeoutMs / 1000)} s for process ${other?.pid ?? 'unknown'}, which ${other?.purpose ?? 'holds a lock'}. If that process hangs, end it and run the same command again; its lock ${path} is then taken over.`,
      );
    }
  }
}

async function createExclusively(path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(holder));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw explainDiskError(error, `write the lock ${path}`, dirname(path));
  }
}

/**
 * Only one waiter may remove a stale lock, or the second would remove the fresh lock of the first. A
 * short-lived second lock decides who: under it the judgement is made again.
 */
async function removeIfStale(path: string, breaker: Holder, log: Log): Promise<boolean> {
  if (!(await isStale(path))) return false;
  const breakPath = `${path}.break`;
  if (!(await createExclusively(breakPath, breaker))) {
    if (await isStale(breakPath)) await rm(breakPath, { force: true });
    return false;
  }
  try {
    if (!(await isStale(path))) return false;
    const dead = await readHolder(path);
    log(
      `Taking over the lock ${path}: process ${dead?.pid ?? 'unknown'} ended without releasing it.`,
    );
    await rm(path, { force: true });
    return true;
  } finally {
    await release(breakPath, breaker.token);
  }
}

async function isStale(path: string): Promise<boolean> {
  const holder = await readHolder(path);
  if (holder !== undefined) return !isAlive(holder);
  try {
    return Date.now() - (await stat(path)).mtimeMs > UNNAMED_GRACE_MS;
  } catch {
    return false;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null;
    if (typeof value?.pid !== 'number' || typeof value.startTime !== 'string') return undefined;
    const { pid, startTime, token = '', purpose = 'holds a lock' } = value;
    return { pid, startTime, token, purpose };
  } catch {
    return undefined;
  }
}

async function release(path: string, token: string): Promise<void> {
  if ((await readHolder(path))?.token === token) await rm(path, { force: true });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
