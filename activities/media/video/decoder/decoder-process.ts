/**
 * Entry of a process that decodes, one call at a time. It blocks while it decodes: whoever wants it to
 * stop kills it.
 */
import { Worker } from 'node:worker_threads';
import { compiledEntry } from '../../../threads/compiled-entry.ts';
import { toThreadError } from '../../../threads/thread-message.ts';
import { decodeAudio } from './decode-audio.ts';
import type { DecoderCall, DecoderCalls, DecoderResponse } from './decoder-protocol.ts';
import { silenceFfmpeg } from './silence-ffmpeg.ts';
import { createVideoSession } from './video-session.ts';

type Handlers = {
  readonly [Name in keyof DecoderCalls]: (
    payload: DecoderCalls[Name]['payload'],
  ) => DecoderCalls[Name]['result'];
};

const session = createVideoSession();
const handlers: Handlers = {
  plan: (request) => session.plan(request),
  groups: (request) => session.groups(request),
  sequence: (request) => session.sequence(request),
  audio: decodeAudio,
  close: () => session.close() as undefined,
};

silenceFfmpeg();
const [owner = ''] = process.argv.slice(2);
new Worker(compiledEntry(import.meta.url, '../../decode/orphan-watch-thread.ts'), {
  workerData: Number(owner),
}).unref();
process.on('message', (call: DecoderCall) => process.send?.(answer(call)));
process.on('disconnect', () => process.exit());

function answer({ name, payload }: DecoderCall): DecoderResponse {
  try {
    return { value: handlers[name](payload as never) };
  } catch (error) {
    return { error: toThreadError(error) };
  }
}
