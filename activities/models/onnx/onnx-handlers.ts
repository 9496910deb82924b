import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import type { ThreadHandlers } from '../../threads/serve-thread.ts';
import type { GenerateRow } from './answer-in-progress.ts';
import { createBatchQueue, type BatchQueue } from './batch-queue.ts';
import { generateBatch } from './generate-batch.ts';
import type { EncodableImage } from './image-encoder.ts';
import { loadModel } from './load-model.ts';
import type { OnnxModel } from './onnx-model.ts';
import { lengthKey, type Cancellation, type PromptRow } from './prompt-row.ts';
import { scoreBatch, type ScoreRow } from './score-batch.ts';
import { splitContinuation } from './split-continuation.ts';
import type { OnnxCalls, PlainMessage, PromptPayload } from './thread-protocol.ts';

/** Long enough for callers' next requests to cross the threads, too short to show in a latency. */
const BATCH_WAIT_MS = 2;

interface Loaded {
  readonly model: OnnxModel;
  readonly generating: BatchQueue<GenerateRow>;
  readonly scoring: BatchQueue<ScoreRow>;
}

/** What the model's thread answers: requests arrive one by one and are batched here. */
export function createOnnxHandlers(): ThreadHandlers<OnnxCalls> {
  const cancellations = new Map<number, Cancellation>();
  let loaded: Loaded | undefined;

  const loadedModel = (): Loaded => {
    if (loaded === undefined) throw new EvalError('internal', 'The onnx model is not loaded.');
    return loaded;
  };
  /** Prepares a request while other batches run, then waits until the pushed row is settled. */
  async function answer<Result>(
    payload: PromptPayload,
    tokens: readonly number[],
    push: (row: PromptRow<Result>) => void,
  ): Promise<Result> {
    const { rowId, requestId } = payload;
    const cancellation: Cancellation = { isCancelled: false };
    cancellations.set(rowId, cancellation);
    try {
      const images = await prepareImages(loadedModel().model, payload);
      return await new Promise<Result>((resolve, reject) =>
        push({ requestId, tokens, images, cancellation, resolve, reject }),
      );
    } finally {
      cancellations.delete(rowId);
    }
  }

  return {
    load: async (payload) => {
      const model = await loadModel(payload);
      const inTurn = createTurns();
      const options = {
        batchSize: payload.batchSize,
        waitMs: BATCH_WAIT_MS,
        keyOf: (row: PromptRow<never>) => (payload.padsBatches ? '' : lengthKey(row)),
      };
      loaded = {
        model,
        generating: createBatchQueue<GenerateRow>({
          ...options,
          run: (rows) => inTurn(() => settled(rows, generateBatch(model, rows))),
        }),
        scoring: createBatchQueue<ScoreRow>({
          ...options,
          run: (rows) => inTurn(() => settled(rows, scoreBatch(model, rows))),
        }),
      };
      return undefined;
    },
    generate: (payload) => {
      const { model, generating } = loadedModel();
      const tokens = model.prompts.encode(model.prompts.render(payload.messages));
      return answer<OnnxCalls['generate']['result']>(payload, tokens, (row) =>
        generating.push({ ...row, parameters: payload.parameters }),
      );
    },
    score: (payload) => {
      const { model, scoring } = loadedModel();
      const text = model.prompts.render(payload.messages);
      const { context, continuation } = splitContinuation(model, text, payload.continuation);
      return answer<OnnxCalls['score']['result']>(payload, context, (row) =>
        scoring.push({ ...row, continuation }),
      );
    },
    cancel: ({ rowId }) => {
      const cancellation = cancellations.get(rowId);
      if (cancellation !== undefined) cancellation.isCancelled = true;
      return undefined;
    },
  };
}

/** The sessions of a thread work for one batch at a time, whatever its kind. */
function createTurns(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (work) => (last = last.then(work));
}

/** A batch that fails takes all its unsettled rows with it, and nothing else. */
async function settled(rows: readonly PromptRow<never>[], batch: Promise<void>): Promise<void> {
  try {
    await batch;
  } catch (error) {
    const reason = isEvalError(error)
      ? error
      : new EvalError(
          'internal',
          `The onnx model could not compute a batch of ${rows.length}: ${messageOf(error)}. Lower the batch size if memory ran out.`,
          { cause: error },
        );
    for (const row of rows) row.reject(reason);
  }
}

async function prepareImages(model: OnnxModel, payload: PromptPayload): Promise<EncodableImage[]> {
  const encoder = model.vision?.images;
  const digests = payload.messages.flatMap(imagesIn);
  if (encoder === undefined || digests.length === 0) return [];
  return await Promise.all(
    digests.map((sha256) => encoder.prepare(sha256, payload.images[sha256]!)),
  );
}

function imagesIn({ content }: PlainMessage): string[] {
  return content.flatMap((part) => (part.type === 'image' ? [part.sha256] : []));
}
