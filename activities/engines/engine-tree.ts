import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineHost, ProcessIdentity } from './engine-host.ts';

/** Set for an engine and inherited by whatever it starts, also by what leaves its process group. */
export const ENGINE_TOKEN = 'ASSAY_ENGINE_TOKEN';

const POLL_MS = 50;
const KILL_WAIT_MS = 5_000;

/** All processes of one engine: its leader's group and, where /proc tells, all that carry its token. */
export interface EngineTree {
  readonly token: string;
  readonly leader: ProcessIdentity | undefined;
}

/** Asks them to end, and ends them after `graceMs`; true when none is left. */
export async function endTree(
  host: Pick<EngineHost, 'identify'>,
  tree: EngineTree,
  graceMs: number,
): Promise<boolean> {
  if (graceMs > 0 && signalTree(host, tree, 'SIGTERM')) await gone(host, tree, graceMs);
  if (!signalTree(host, tree, 'SIGKILL')) return true;
  return gone(host, tree, KILL_WAIT_MS, 'SIGKILL');
}

async function gone(
  host: Pick<EngineHost, 'identify'>,
  tree: EngineTree,
  timeoutMs: number,
  again?: 'SIGKILL',
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (signalTree(host, tree, again ?? 0)) {
    if (Date.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** Signals every process that is left (0 only looks); whether there was any. */
function signalTree(
  { identify }: Pick<EngineHost, 'identify'>,
  { token, leader }: EngineTree,
  signal: NodeJS.Signals | 0,
): boolean {
  let isAny = false;
  const isLeaderAlive =
    leader !== undefined && identify(leader.pid)?.startTime === leader.startTime;
  // A group outlives its leader, but its number may then be a stranger's: the token finds the rest.
  if (isLeaderAlive) isAny = send(-leader.pid, signal) || isAny;
  for (const pid of processesWith(token)) isAny = send(pid, signal) || isAny;
  return isAny;
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Living processes with the token in their environment; none where there is no /proc. */
function processesWith(token: string): number[] {
  const marker = `${ENGINE_TOKEN}=${token}`;
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return names.map(Number).filter((pid) => pid !== process.pid && hasVariable(pid, marker));
}

function hasVariable(pid: number, marker: string): boolean {
  try {
    // Of a zombie the environment is empty, so what only waits to be reaped does not count.
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(marker);
  } catch {
    return false;
  }
}
