import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EvalError } from '../../../core/errors.ts';
import { compiledEntry } from '../../threads/compiled-entry.ts';
import { anonymousMemory } from '../video/decoder/process-memory.ts';
import type { DecodeAnswer, DecodeJob } from './decode-job.ts';

export interface DecodingChild {
  /** One job at a time; rejects with what the medium did wrong. The child may be dead afterwards. */
  run(job: DecodeJob): Promise<void>;
  isAlive(): boolean;
  kill(): void;
}

const WATCH_EVERY_MS = 25;
const HEAP_MIB = 1024;
/** Nothing secret: whoever takes over a decoder finds no key. */
const PASSED_ON = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_\w+|SYSTEMROOT|NODE_V8_COVERAGE)$/i;

export function startDecodingChild(): DecodingChild {
  const child = fork(
    fileURLToPath(compiledEntry(import.meta.url, './decode-process.ts')),
    [String(process.pid)],
    {
      execArgv: [`--max-old-space-size=${HEAP_MIB}`, '--no-warnings'],
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  const errors = lastOf(child);
  let isAlive = true;
  child.once('exit', () => (isAlive = false));
  child.once('error', () => (isAlive = false));
  // An idle child keeps nobody alive.
  idle(child);
  return {
    isAlive: () => isAlive,
    kill: () => {
      isAlive = false;
      child.kill('SIGKILL');
    },
    async run(job) {
      child.ref();
      child.channel?.ref();
      try {
        await oneJob(child, job, errors);
      } finally {
        idle(child);
      }
    },
  };
}

function idle(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
}

function oneJob(child: ChildProcess, job: DecodeJob, errors: () => string): Promise<void> {
  const { deadlineMs, maxMemoryBytes } = job.limits;
  return new Promise((resolve, reject) => {
    const startedMs = Date.now();
    let reason: EvalError | undefined;
    const end = (error?: EvalError) => {
      clearInterval(watch);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
      if (error === undefined) resolve();
      else reject(error);
    };
    const kill = (what: string) => {
      reason ??= new EvalError('media-unreadable', `${what}.`, { data: { isOverrun: true } });
      child.kill('SIGKILL');
    };
    const watch = setInterval(() => {
      if (Date.now() - startedMs > deadlineMs) kill(`decoding took longer than ${deadlineMs} ms`);
      if (anonymousMemory(child.pid) > maxMemoryBytes) {
        kill(`decoding took more than ${maxMemoryBytes} bytes of memory`);
      }
    }, WATCH_EVERY_MS);
    const onMessage = (answer: DecodeAnswer) =>
      end(answer.ok ? undefined : new EvalError(answer.code, answer.message));
    const onExit = (code: number | null, signal: string | null) =>
      end(reason ?? unreadable(`the decoder ended with ${signal ?? `code ${code}`}${errors()}`));
    const onError = (error: Error) =>
      end(
        new EvalError('internal', `Cannot start a decoding process: ${error.message}.`, {
          retry: 'backoff',
          cause: error,
        }),
      );
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
    if (!child.connected) return onExit(child.exitCode, child.signalCode);
    child.send(job, (error) => {
      if (error !== null) onExit(child.exitCode, child.signalCode);
    });
  });
}

function unreadable(what: string): EvalError {
  return new EvalError('media-unreadable', `${what}.`);
}

/** The last line a dying decoder wrote: native libraries say there why. */
function lastOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-2000);
  });
  return () => {
    const line = text.trimEnd().split('\n').at(-1)?.trim() ?? '';
    return line === '' ? '' : ` (${line.slice(0, 200)})`;
  };
}
