import type { ChildProcess } from 'node:child_process';
import { EvalError } from '../../../../core/errors.ts';
import { fromThreadError } from '../../../threads/thread-message.ts';
import type { DecoderCall, DecoderResponse } from './decoder-protocol.ts';
import { anonymousMemory } from './process-memory.ts';

/** When a call ends with the death of its process. */
export interface CallBounds {
  /** Names the file in messages. */
  readonly path: string;
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number;
  readonly signal: AbortSignal;
}

const MEMORY_CHECK_MS = 50;
/** Signals by which a process dies of its own fault. */
const CRASHES: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGTRAP',
]);

/** Settles only when the answer is there or the process is gone, so that nobody still writes its output. */
export function callDecoder(
  child: ChildProcess,
  call: DecoderCall,
  { path, timeoutMs, maxMemoryBytes, signal }: CallBounds,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let stoppedBy: EvalError | undefined;
    const stop = (reason: EvalError) => {
      stoppedBy ??= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(timedOut(path)), timeoutMs);
    const checkMemory = () => {
      const bytes = anonymousMemory(child.pid);
      if (bytes > maxMemoryBytes) stop(tooLarge(path, bytes, maxMemoryBytes));
    };
    const watch = setInterval(checkMemory, MEMORY_CHECK_MS);
    const onAbort = () => stop(new EvalError('cancelled', `Reading ${path} was cancelled.`));
    const finish = () => {
      clearTimeout(timer);
      clearInterval(watch);
      signal.removeEventListener('abort', onAbort);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
      child.channel?.unref();
    };
    const onMessage = (response: DecoderResponse) => {
      // It was killed while it answered: the process is about to be gone.
      if (stoppedBy !== undefined) return;
      finish();
      if ('error' in response) reject(fromThreadError(response.error));
      else resolve(response.value);
    };
    const onExit = (code: number | null, by: NodeJS.Signals | null) => {
      finish();
      reject(stoppedBy ?? died(path, code, by));
    };
    const onError = (error: Error) => {
      finish();
      reject(stoppedBy ?? died(path, error.message, null));
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
    child.channel?.ref();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    // A process that is gone cannot be written to; `exit` tells how it went.
    else child.send(call, () => undefined);
    checkMemory();
  });
}

function timedOut(path: string): EvalError {
  return new EvalError(
    'timed-out',
    `Decoding ${path} took longer than the limit maxDecodeMs and was stopped. The file may be made to be slow; ask for fewer frames, or raise the limit.`,
  );
}

function tooLarge(path: string, bytes: number, most: number): EvalError {
  return new EvalError(
    'media-unsupported',
    `Decoding ${path} was stopped: it needs ${Math.round(bytes / 1e6)} MB of memory, the limit maxMemoryBytes is ${Math.round(most / 1e6)} MB. Use a smaller file, or raise the limit.`,
  );
}

function died(path: string, how: number | string | null, signal: NodeJS.Signals | null): EvalError {
  if (signal !== null && CRASHES.has(signal)) {
    return new EvalError(
      'media-unreadable',
      `Cannot read the media file ${path}: the decoder crashed on it (${signal}). Replace the file or drop the document.`,
    );
  }
  return new EvalError(
    'internal',
    `The decoder process ended while it read ${path} (${signal ?? `exit ${String(how)}`}). Try again; if it happens every time, look for a lack of memory.`,
    { retry: 'backoff' },
  );
}
