import type { RunProgress, RunResult } from '../evaluation-client.ts';
import type { EvaluationSession } from './evaluation-session.ts';
import { EXIT, exitCodeOfErrorCode } from './exit-code.ts';
import { listenForInterrupt } from './interruption.ts';
import { noteEnd } from './print-result.ts';
import { createProgressDisplay } from './progress-display.ts';
import type { DisplayMode } from './progress-display.ts';
import { viewResults } from './results-view.ts';
import type { Terminal } from './terminal.ts';
import { watchRun } from './watch-run.ts';

export interface FollowOptions {
  readonly session: EvaluationSession;
  readonly runId: string;
  readonly terminal: Terminal;
  readonly mode: DisplayMode;
  readonly failOn?: 'budget' | 'any';
  /** Called with the end of the run, before the exit code is made. */
  readonly onResult: (result: RunResult) => Promise<void>;
}

/** Shows a run until it ends or Ctrl-C says to leave it alone; resolves to the exit code. */
export async function followRun(options: FollowOptions): Promise<number> {
  const { session, runId, terminal, mode } = options;
  const interruption = listenForInterrupt();
  const display = createProgressDisplay(mode, terminal);
  try {
    const progress = await watchRun({ session, runId, display, signal: interruption.signal });
    display.end();
    if (progress === undefined) {
      terminal.note(detachedText(runId));
      return EXIT.detached;
    }
    const result = await session.client.result(runId);
    await options.onResult(result);
    if (mode === 'json') noteEnd(terminal, runId, result);
    return exitCodeOfRun(result, progress, options.failOn ?? 'budget');
  } finally {
    interruption.stop();
  }
}

export function detachedText(runId: string): string {
  return [
    `The run ${runId} goes on without this window.`,
    `  assay runs show ${runId} --wait    watch it again`,
    `  assay runs cancel ${runId}         end it`,
  ].join('\n');
}

/** A run that could not work at all says why by its code: bad input 2, something unreachable 3. */
export function exitCodeOfRun(
  result: RunResult,
  progress: Pick<RunProgress, 'ok' | 'failed'>,
  failOn: 'budget' | 'any',
): number {
  if (result.status === 'cancelled') return EXIT.cancelled;
  const views = viewResults(result.results);
  const count = (status: 'ok' | 'failed') =>
    Math.max(
      progress[status],
      views.reduce((sum, view) => sum + (view.counts[status] ?? 0), 0),
    );
  if (result.status !== 'completed') {
    const cause = result.failures[0];
    return cause !== undefined && count('ok') === 0
      ? exitCodeOfErrorCode(cause.code)
      : EXIT.evaluationFailed;
  }
  const hasFailedTask = views.some((task) => task.state !== 'completed');
  const hasFailedDocument = failOn === 'any' && count('failed') > 0;
  return hasFailedTask || hasFailedDocument ? EXIT.evaluationFailed : EXIT.ok;
}
