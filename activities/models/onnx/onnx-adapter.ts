import type { TransferListItem } from 'node:worker_threads';

import { mediaOf, textOf, type ChatMessage } from '../../../core/chat.ts';
import { EvalError } from '../../../core/errors.ts';
import type { GenerateResult, LogLikelihoodResult } from '../../../core/generation.ts';
import { compiledEntry } from '../../threads/compiled-entry.ts';
import { openThread, type ThreadChannel } from '../../threads/thread-channel.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { createOnAbort } from '../on-abort.ts';
import { filesOf, type ModelLayout } from './model-layout.ts';
import type { ModelSource } from './model-source.ts';
import type { OnnxArguments } from './onnx-arguments.ts';
import { plainMessages, readImages, refuseOtherMedia } from './plain-messages.ts';
import type { ModelFile, OnnxCalls, PromptPayload } from './thread-protocol.ts';

export interface OnnxAdapterOptions {
  readonly source: ModelSource;
  readonly layout: ModelLayout;
  readonly args: OnnxArguments;
  readonly batchSize: number;
}

/** A thread with its own copy of the model. */
interface Lane {
  readonly channel: ThreadChannel<OnnxCalls>;
  inFlight: number;
}

/** Batches filled at once: one computing, the next one waiting beside it. */
const BATCHES_IN_FLIGHT = 2;

export function createOnnxAdapter(options: OnnxAdapterOptions): ModelAdapter {
  const { source, layout, args, batchSize } = options;
  const takesImages = layout.vision !== undefined;
  const onAbort = createOnAbort();
  const lanes: Lane[] = [];
  let lastRowId = 0;

  /** Sends one request to the thread with the fewest, and cancels it there when the signal aborts. */
  async function ask<Result>(
    request: { readonly id: string; readonly messages: readonly ChatMessage[] },
    signal: AbortSignal,
    send: (
      lane: Lane,
      prompt: PromptPayload,
      transfer: readonly TransferListItem[],
    ) => Promise<Result>,
  ): Promise<Result> {
    const { id: requestId, messages } = request;
    throwIfAborted(signal, requestId);
    refuseOtherMedia(messages, source.location, takesImages);
    const images = await readImages(messages);
    throwIfAborted(signal, requestId);
    const lane = lanes.reduce((least, other) => (other.inFlight < least.inFlight ? other : least));
    const rowId = ++lastRowId;
    const prompt = { rowId, requestId, messages: plainMessages(messages), images };
    const buffers = Object.values(images).map((bytes) => bytes.buffer);
    lane.inFlight += 1;
    try {
      return await untilAborted(send(lane, prompt, buffers), signal, () => {
        // The thread may have ended by itself; then there is nothing to cancel.
        lane.channel.call('cancel', { rowId }).catch(() => undefined);
        return cancelledError(requestId);
      });
    } finally {
      lane.inFlight -= 1;
    }
  }

  /** A caller that gives up need not wait for the batch's next step. */
  async function untilAborted<Result>(
    work: Promise<Result>,
    signal: AbortSignal,
    abort: () => EvalError,
  ): Promise<Result> {
    let stopListening = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stopListening = onAbort(signal, () => reject(abort()));
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      stopListening();
    }
  }

  return {
    accepts: takesImages ? ['image'] : [],
    load: async (signal) => {
      const files = await collectFiles(source, layout);
      const entry = compiledEntry(import.meta.url, './onnx-thread.ts');
      for (let index = 0; index < args.threads; index++) {
        lanes.push({ channel: openThread({ entry, name: `onnx-${index}` }), inFlight: 0 });
      }
      const payload = {
        location: source.location,
        layout,
        files,
        batchSize,
        intraOpThreads: args.intraOpThreads,
        maxLength: args.maxLength,
        padsBatches: args.padsBatches,
      };
      const stopListening = onAbort(signal, () => void closeAll(lanes));
      try {
        throwIfAborted(signal, `of ${source.location}`);
        await Promise.all(lanes.map(({ channel }) => channel.call('load', payload)));
      } catch (error) {
        await closeAll(lanes);
        throw error;
      } finally {
        stopListening();
      }
    },
    concurrency: () => BATCHES_IN_FLIGHT * batchSize * args.threads,
    generate: (request, signal) =>
      ask<GenerateResult>(request, signal, async (lane, prompt, transfer) => {
        const { parameters } = request;
        refuseBeams(parameters.extra['num_beams']);
        const payload = { ...prompt, parameters };
        return { ...(await lane.channel.call('generate', payload, transfer)), attempts: 1 };
      }),
    logLikelihood: (request, signal) =>
      ask<LogLikelihoodResult>(request, signal, (lane, prompt, transfer) =>
        lane.channel.call('score', { ...prompt, continuation: request.continuation }, transfer),
      ),
    orderKey: ({ messages }) => orderKeyOf(messages),
    dispose: () => closeAll(lanes),
  };
}

/** Length first: prompts of equal length fill a batch. Then images, so that each is encoded once. */
function orderKeyOf(messages: readonly ChatMessage[]): string {
  const text = textOf(messages);
  const images = mediaOf(messages).map(({ sha256 }) => sha256);
  return [String(text.length).padStart(8, '0'), ...images, text].join('\n');
}

async function closeAll(lanes: Lane[]): Promise<void> {
  await Promise.all(lanes.splice(0).map(({ channel }) => channel.terminate()));
}

/** Paths where the files are on disk; their bytes where they are in a store. */
async function collectFiles(
  source: ModelSource,
  layout: ModelLayout,
): Promise<Record<string, ModelFile>> {
  const files: Record<string, ModelFile> = {};
  for (const name of await filesOf(layout, source)) {
    const path = source.pathOf(name);
    if (path === undefined && /\.onnx[_.]data/.test(name)) {
      throw new EvalError(
        'model-invalid',
        `Cannot load ${source.location} from an artifact store: ${name} holds weights outside of its graph, which needs a disk. Copy the model to a local directory.`,
      );
    }
    files[name] = path === undefined ? { bytes: await source.read(name) } : { path };
  }
  return files;
}

function refuseBeams(beams: unknown): void {
  if (typeof beams !== 'number' || beams <= 1) return;
  throw new EvalError(
    'spec-invalid',
    `Cannot generate with num_beams=${beams}: the onnx model decodes greedily or by sampling. Remove num_beams.`,
  );
}

function throwIfAborted(signal: AbortSignal, what: string): void {
  if (signal.aborted) throw cancelledError(what);
}

function cancelledError(what: string): EvalError {
  return new EvalError('cancelled', `The request ${what} was cancelled.`);
}
