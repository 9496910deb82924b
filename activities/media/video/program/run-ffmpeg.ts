import type { FfmpegCommand } from 'fluent-ffmpeg';
import { EvalError } from '../../../../core/errors.ts';
import { unreadable } from '../media-errors.ts';

export interface RunBounds {
  /** Names the file in messages. */
  readonly path: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Runs the program to its end; settles only when it is gone. */
export function runFfmpeg(
  command: FfmpegCommand,
  { path, timeoutMs, signal }: RunBounds,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let stoppedBy: EvalError | undefined;
    const stop = (reason: EvalError) => {
      stoppedBy ??= reason;
      command.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(timedOut(path)), timeoutMs);
    const onAbort = () => stop(new EvalError('cancelled', `Reading ${path} was cancelled.`));
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    command.on('error', (error) => {
      finish();
      reject(stoppedBy ?? explainProgramError(path, error));
    });
    command.on('end', () => {
      finish();
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
    // Killed only once it runs: before that, fluent-ffmpeg has nothing to kill.
    command.on('start', () => {
      if (signal.aborted) onAbort();
    });
    command.run();
  });
}

/** fluent-ffmpeg and both programs tell what went wrong in words only. */
export function explainProgramError(path: string, error: Error): EvalError {
  if (/Cannot find ff(?:mpeg|probe)/.test(error.message)) {
    return new EvalError(
      'tool-missing',
      'Cannot read media with the backend ffmpeg: the programs ffmpeg and ffprobe are not on PATH. Install FFmpeg, set FFMPEG_PATH and FFPROBE_PATH, or use the backend native.',
      { cause: error },
    );
  }
  const lastLine = error.message.trim().split('\n').at(-1) ?? '';
  return unreadable(path, `ffmpeg said: ${lastLine.slice(0, 300)}`, error);
}

function timedOut(path: string): EvalError {
  return new EvalError(
    'timed-out',
    `Decoding ${path} took longer than the limit maxDecodeMs and was stopped. The file may be made to be slow; ask for fewer frames, or raise the limit.`,
  );
}
