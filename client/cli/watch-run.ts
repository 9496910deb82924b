import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../core/errors.ts';
import type { RunProgress } from '../evaluation-client.ts';
import type { EvaluationSession } from './evaluation-session.ts';
import { isEnded } from './progress-display.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { isServerSilence } from './server-silence.ts';

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
  const end = new AbortController();
  // Beside the questions: those to a dead server are retried by the SDK for a while.
  const supervision = supervise(options, AbortSignal.any([end.signal, options.signal]));
  try {
    return await watch(options);
  } finally {
    end.abort();
    await supervision;
  }
}

async function watch(options: WatchOptions): Promise<RunProgress | undefined> {
  const { session, display, signal, runId } = options;
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  let lastAnswerMs = performance.now();
  let isSilent = false;
  const ended = endOf(options);
  let wake = AbortSignal.any([signal, ended]);
  while (!signal.aborted) {
    try {
      const progress = await session.client.progress(runId);
      if (isSilent) display.note('The server answers again.');
      isSilent = false;
      lastAnswerMs = performance.now();
      display.show(progress);
      if (isEnded(progress)) return progress;
    } catch (error) {
      if (!isServerSilence(error) || performance.now() - lastAnswerMs > patienceMs) throw error;
      if (!isSilent) display.note(`${messageOf(error)} Waiting for it; the run is not lost.`);
      isSilent = true;
    }
    await pause(options.intervalMs ?? INTERVAL_MS, wake);
    if (ended.aborted) wake = signal;
  }
  return undefined;
}

/** Aborts when the run ends, so that nobody waits out an interval for a result that is there. */
function endOf({ session, runId }: WatchOptions): AbortSignal {
  const ended = new AbortController();
  // Only a shortcut: a server that goes away meanwhile is the questions' concern.
  session.client.result(runId).then(
    () => ended.abort(),
    () => undefined,
  );
  return ended.signal;
}

/** Looks every few seconds whether everything lives; a failed start is tried again. */
async function supervise(options: WatchOptions, signal: AbortSignal): Promise<void> {
  let lastProblem = '';
  for (;;) {
    await pause(options.reviveIntervalMs ?? REVIVE_INTERVAL_MS, signal);
    if (signal.aborted) return;
    try {
      await options.session.revive();
      lastProblem = '';
    } catch (error) {
      const problem = messageOf(error);
      if (problem !== lastProblem)
        options.display.note(`Cannot start the stack again yet: ${problem}`);
      lastProblem = problem;
    }
  }
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  // The abort is the answer, not an error.
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}
