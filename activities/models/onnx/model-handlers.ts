import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import type { ThreadHandlers } from '../../threads/serve-thread.ts';
import type { GenerateRow } from './answer-in-progress.ts';
import { createBatchQueue, type BatchQueue } from './batch-queue.ts';
import { generateBatch } from './generate-batch.ts';
import { loadModel } from './load-model.ts';
import { lengthKey, type Cancellation, type PromptRow } from './prompt-row.ts';
import { scoreBatch, type ScoreRow } from './score-batch.ts';
import type { ModelCalls, PromptPayload } from './thread-protocol.ts';

/** Long enough for callers' next requests to cross the threads, too short to show in a latency. */
const BATCH_WAIT_MS = 2;

interface Loaded {
  readonly generating: BatchQueue<GenerateRow>;
  readonly scoring: BatchQueue<ScoreRow>;
}

/** What the model's thread answers: requests arrive one by one and are batched here. */
export function createModelHandlers(): ThreadHandlers<ModelCalls> {
  const cancellations = new Map<number, Cancellation>();
  let loaded: Loaded | undefined;

  const loadedModel = (): Loaded => {
    if (loaded === undefined) throw new EvalError('internal', 'The onnx model is not loaded.');
    return loaded;
  };
  /** Makes a row of the request and waits until a batch has settled it. */
  async function answer<Result>(
    payload: PromptPayload,
    push: (row: PromptRow<Result>) => void,
  ): Promise<Result> {
    const { rowId, requestId, tokens, images } = payload;
    const cancellation: Cancellation = { isCancelled: false };
    cancellations.set(rowId, cancellation);
    try {
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
    generate: (payload) =>
      answer<ModelCalls['generate']['result']>(payload, (row) =>
        loadedModel().generating.push({ ...row, parameters: payload.parameters }),
      ),
    score: (payload) =>
      answer<ModelCalls['score']['result']>(payload, (row) =>
        loadedModel().scoring.push({ ...row, continuation: payload.continuation }),
      ),
    cancel: ({ rowId }) => {
      const cancellation = cancellations.get(rowId);
      if (cancellation !== undefined) cancellation.isCancelled = true;
      return undefined;
    },
    cancelAll: () => {
      for (const cancellation of cancellations.values()) cancellation.isCancelled = true;
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
