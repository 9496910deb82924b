import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A process id is given to another process after the first one died, so a recorded id alone may name
 * a stranger. The start time tells them apart: nothing is signalled unless both agree.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal for the same process only. */
  readonly startTime: string;
}

export interface TerminateOptions {
  /** How long the process may take to finish by itself after the first signal, before SIGKILL. */
  readonly graceMs: number;
  /** `SIGKILL` ends it at once, as a crash would. Default `SIGTERM`. */
  readonly firstSignal?: 'SIGTERM' | 'SIGKILL';
}

const POLL_MS = 25;
/** SIGKILL is not instant for a process in a disk wait. */
const KILL_WAIT_MS = 5_000;

/** `undefined` when no such process lives; one that only waits to be reaped counts as gone. */
export function readProcessIdentity(pid: number): ProcessIdentity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : posixStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

export function currentProcessIdentity(): ProcessIdentity {
  return readProcessIdentity(process.pid) ?? { pid: process.pid, startTime: 'unknown' };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return readProcessIdentity(identity.pid)?.startTime === identity.startTime;
}

/** Resolves true when the process is gone, false when not even SIGKILL ended it. */
export async function terminate(
  identity: ProcessIdentity,
  options: TerminateOptions,
): Promise<boolean> {
  signal(identity, options.firstSignal ?? 'SIGTERM');
  if (await waitUntilGone(identity, options.graceMs)) return true;
  signal(identity, 'SIGKILL');
  return waitUntilGone(identity, KILL_WAIT_MS);
}

async function waitUntilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch {
    // It ended in the meantime, or belongs to another user: waiting tells which.
  }
}

/**
 * Field 22 of /proc/<pid>/stat counts clock ticks since boot, so it repeats after a reboot; the boot
 * id in front of it makes it unique.
 */
function linuxStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 2 is the command in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, threads, ticks] = [fields[0], fields[17], fields[19]];
    // While other threads still end, the first is a zombie already, but files and ports are held.
    if (state === 'X' || (state === 'Z' && Number(threads) <= 1)) return undefined;
    if (ticks === undefined) return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}:${ticks}`;
  } catch {
    return undefined;
  }
}

function posixStartTime(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      // The date in `lstart` is written in the user's language otherwise.
      env: { ...process.env, LC_ALL: 'C' },
    }).trim();
    const separator = line.indexOf(' ');
    if (separator < 0 || line.startsWith('Z')) return undefined;
    return line.slice(separator).trim();
  } catch {
    return undefined;
  }
}
