import type { TransferListItem } from 'node:worker_threads';

import { EvalError } from '../../../core/errors.ts';
import type { GenerationParameters } from '../../../core/generation.ts';
import { compiledEntry } from '../../threads/compiled-entry.ts';
import { openThread } from '../../threads/thread-channel.ts';
import type { OnAbort } from '../on-abort.ts';
import type {
  LoadPayload,
  ModelCalls,
  PrepareCalls,
  PreparedPrompt,
  PreparePayload,
  PromptPayload,
} from './thread-protocol.ts';

/** One copy of the model: a thread that computes, and one that prepares its next requests. */
export interface OnnxLane {
  /** Requests accepted and not settled. */
  inFlight(): number;
  load(payload: LoadPayload): Promise<void>;
  /** Both reject at once with `cancelled` when the question's signal aborts. */
  generate(
    question: LaneQuestion,
    parameters: GenerationParameters,
  ): Promise<ModelCalls['generate']['result']>;
  score(question: LaneQuestion): Promise<ModelCalls['score']['result']>;
  close(): Promise<void>;
}

export interface LaneQuestion {
  readonly requestId: string;
  readonly payload: PreparePayload;
  readonly signal: AbortSignal;
}

export function openLane(name: string, onAbort: OnAbort): OnnxLane {
  const preparing = openThread<PrepareCalls>({
    entry: compiledEntry(import.meta.url, './prepare-thread.ts'),
    name: `${name}-prepare`,
  });
  const computing = openThread<ModelCalls>({
    entry: compiledEntry(import.meta.url, './onnx-thread.ts'),
    name,
  });
  let inFlight = 0;
  let lastRowId = 0;

  async function ask<Result>(
    { requestId, payload, signal }: LaneQuestion,
    compute: (prompt: PromptPayload, transfer: TransferListItem[]) => Promise<Result>,
  ): Promise<Result> {
    throwIfAborted(signal, requestId);
    const rowId = ++lastRowId;
    const work = async (): Promise<Result> => {
      const encoded = Object.values(payload.images).map(({ buffer }) => buffer);
      const prompt = await preparing.call('prepare', payload, encoded);
      throwIfAborted(signal, requestId);
      return await compute({ ...prompt, rowId, requestId }, pixelBuffers(prompt));
    };
    let stopListening = (): void => undefined;
    // A caller that gives up need not wait for the batch's next step.
    const aborted = new Promise<never>((_, reject) => {
      stopListening = onAbort(signal, () => {
        // A thread that has ended by itself has nothing left to cancel.
        computing.call('cancel', { rowId }).catch(() => undefined);
        reject(cancelledError(requestId));
      });
    });
    inFlight += 1;
    try {
      return await Promise.race([work(), aborted]);
    } finally {
      inFlight -= 1;
      stopListening();
    }
  }

  return {
    inFlight: () => inFlight,
    load: async (payload) => {
      const isGraph = ([file]: [string, unknown]): boolean => file.includes('.onnx');
      const texts = Object.entries(payload.files).filter((entry) => !isGraph(entry));
      await Promise.all([
        preparing.call('load', { ...payload, files: Object.fromEntries(texts) }),
        computing.call('load', payload),
      ]);
    },
    generate: (question, parameters) =>
      ask(question, (prompt, transfer) =>
        computing.call('generate', { ...prompt, parameters }, transfer),
      ),
    score: (question) =>
      ask(question, (prompt, transfer) => computing.call('score', prompt, transfer)),
    close: async () => {
      // A thread that has ended by itself cannot be told, nor need it be.
      computing.call('cancelAll', undefined).catch(() => undefined);
      // Not terminated: ONNX Runtime aborts the process when its thread is stopped within a run.
      await Promise.all([preparing.close(), computing.close()]);
    },
  };
}

/** Each buffer once: a conversation may show the same image twice. */
function pixelBuffers({ images }: PreparedPrompt): ArrayBuffer[] {
  return [...new Set(images.map(({ pixels }) => pixels.values.buffer))];
}

function throwIfAborted(signal: AbortSignal, requestId: string): void {
  if (signal.aborted) throw cancelledError(requestId);
}

function cancelledError(requestId: string): EvalError {
  return new EvalError('cancelled', `The request ${requestId} was cancelled.`);
}
