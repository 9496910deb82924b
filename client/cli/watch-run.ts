import { setTimeout as delay } from 'node:timers/promises';
import { isEvalError, messageOf } from '../../core/errors.ts';
import type { RunProgress } from '../evaluation-client.ts';
import type { EvaluationSession } from './evaluation-session.ts';
import { isEnded } from './progress-display.ts';
import type { ProgressDisplay } from './progress-display.ts';

export interface WatchOptions {
  readonly session: Pick<EvaluationSession, 'client' | 'revive'>;
  readonly runId: string;
  readonly display: ProgressDisplay;
  /** Aborted: leave the run alone and go. */
  readonly signal: AbortSignal;
  readonly intervalMs?: number;
  readonly reviveIntervalMs?: number;
  /** How long a server may stay silent before the watcher gives up; the run itself goes on. */
  readonly patienceMs?: number;
}

const INTERVAL_MS = 400;
const REVIVE_INTERVAL_MS = 5_000;
const PATIENCE_MS = 300_000;

/** Follows a run to its end, over restarts of the server; undefined when the signal came first. */
export async function watchRun(options: WatchOptions): Promise<RunProgress | undefined> {
  const { session, display, signal, runId } = options;
  let lastAnswerMs = performance.now();
  let lastReviveMs = lastAnswerMs;
  let isSilent = false;
  while (!signal.aborted) {
    try {
      const progress = await session.client.progress(runId);
      if (isSilent) display.note('The server answers again.');
      isSilent = false;
      lastAnswerMs = performance.now();
      display.show(progress);
      if (isEnded(progress)) return progress;
    } catch (error) {
      if (!isPassing(error)) throw error;
      const silentMs = performance.now() - lastAnswerMs;
      if (silentMs > (options.patienceMs ?? PATIENCE_MS)) throw error;
      if (!isSilent) display.note(`${messageOf(error)} Waiting for it; the run is not lost.`);
      isSilent = true;
    }
    const reviveIntervalMs = options.reviveIntervalMs ?? REVIVE_INTERVAL_MS;
    if (isSilent || performance.now() - lastReviveMs >= reviveIntervalMs) {
      await reviveQuietly(options);
      lastReviveMs = performance.now();
    }
    await pause(options.intervalMs ?? INTERVAL_MS, signal);
  }
  return undefined;
}

/** What a restart of the server or of the workers mends. */
function isPassing(error: unknown): boolean {
  return isEvalError(error) && (error.code === 'server-unreachable' || error.code === 'timed-out');
}

/** A failed attempt is tried again: the port or the lock may be free a moment later. */
async function reviveQuietly(options: WatchOptions): Promise<void> {
  try {
    await options.session.revive();
  } catch (error) {
    options.display.note(`Cannot start the stack again yet: ${messageOf(error)}`);
  }
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  // The abort is the answer, not an error.
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}
