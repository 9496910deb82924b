import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FileHandle } from 'node:fs/promises';
import { EvalError } from '../../../../core/errors.ts';
import { compiledEntry } from '../../../threads/compiled-entry.ts';
import { openNamelessFile } from '../nameless-file.ts';
import { callDecoder, type CallBounds } from './call-decoder.ts';
import type { DecoderCalls } from './decoder-protocol.ts';

/** One decoder process, started when needed and replaced after it had to be killed. */
export interface DecoderSlot {
  call<Name extends keyof DecoderCalls>(
    name: Name,
    payload: DecoderCalls[Name]['payload'],
    bounds: CallBounds,
  ): Promise<DecoderCalls[Name]['result']>;
  /** Where the output of the calls lies until `clear`; beyond it may lie what older calls wrote. */
  output(): FileHandle;
  clear(): Promise<void>;
  /** Ends the process now. */
  kill(): void;
}

/** A file of this size is written over: making and freeing its pages would cost more than filling them. */
const KEPT_BYTES = 128 * 1024 * 1024;

export function createDecoderSlot(): DecoderSlot {
  let child: ChildProcess | undefined;
  let file: FileHandle | undefined;

  async function start(): Promise<ChildProcess> {
    file ??= await openNamelessFile();
    if (child !== undefined) return child;
    const entry = fileURLToPath(compiledEntry(import.meta.url, './decoder-process.ts'));
    const started = spawn(process.execPath, [entry, String(process.pid)], {
      // The place of the file in this list is OUTPUT_FD.
      stdio: ['ignore', 'ignore', 'ignore', file.fd, 'ipc'],
      // Code that reads hostile bytes has no use for our secrets, only for where libraries lie.
      env: { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] },
    });
    // Idle, it keeps nobody alive; a call holds the channel.
    started.unref();
    started.channel?.unref();
    const forget = () => {
      if (child === started) child = undefined;
    };
    started.once('exit', forget);
    started.once('error', forget);
    child = started;
    return started;
  }

  return {
    async call(name, payload, bounds) {
      return (await callDecoder(await start(), { name, payload }, bounds)) as never;
    },
    output() {
      if (file === undefined) throw new EvalError('internal', 'This decoder has no output yet.');
      return file;
    },
    async clear() {
      const { size = 0 } = (await file?.stat()) ?? {};
      if (size > KEPT_BYTES) await file?.truncate(0);
    },
    kill() {
      child?.kill('SIGKILL');
    },
  };
}
