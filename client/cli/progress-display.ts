import type { RunProgress } from '../evaluation-client.ts';
import { progressLines, progressSentence } from './progress-lines.ts';
import { createRateWindow } from './rate-window.ts';
import type { Terminal } from './terminal.ts';

export interface ProgressDisplay {
  show(progress: RunProgress): void;
  /** A sentence beside the moving lines. */
  note(message: string): void;
  /** Leaves the last state on the screen. */
  end(): void;
}

export type DisplayMode = 'screen' | 'log' | 'json' | 'silent';

/** A log file needs few lines; a run of hours still shows that it lives. */
const LOG_INTERVAL_MS = 10_000;
const JSON_INTERVAL_MS = 1_000;

export function createProgressDisplay(mode: DisplayMode, terminal: Terminal): ProgressDisplay {
  if (mode === 'screen') return screenDisplay(terminal);
  const note = (message: string) => {
    if (mode !== 'silent') terminal.note(message);
  };
  if (mode === 'silent') return { show: () => undefined, note, end: () => undefined };
  const rate = createRateWindow();
  const intervalMs = mode === 'json' ? JSON_INTERVAL_MS : LOG_INTERVAL_MS;
  let lastShownMs = -Infinity;
  return {
    show(progress) {
      const nowMs = performance.now();
      rate.add(nowMs, progress.done);
      const isDue = nowMs - lastShownMs >= intervalMs || isEnded(progress);
      if (!isDue) return;
      lastShownMs = nowMs;
      if (mode === 'json') terminal.print(JSON.stringify({ event: 'progress', ...progress }));
      else terminal.note(`${progress.runId}: ${progressSentence(progress, rate.perSecond())}`);
    },
    note,
    end: () => undefined,
  };
}

export function isEnded(progress: Pick<RunProgress, 'status'>): boolean {
  return progress.status !== 'running' && progress.status !== 'paused';
}

function screenDisplay(terminal: Terminal): ProgressDisplay {
  const rate = createRateWindow();
  let drawn: readonly string[] = [];
  const draw = (lines: readonly string[]) => {
    const back = drawn.length === 0 ? '' : `\u001B[${drawn.length}A\r\u001B[J`;
    terminal.rawNote(back + lines.map((line) => `${line}\n`).join(''));
    drawn = lines;
  };
  return {
    show(progress) {
      rate.add(performance.now(), progress.done);
      draw(progressLines(progress, rate.perSecond(), terminal.columns));
    },
    note(message) {
      const lines = drawn;
      draw([]);
      terminal.note(message);
      draw(lines);
    },
    end() {
      drawn = [];
    },
  };
}
