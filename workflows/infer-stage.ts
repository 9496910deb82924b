import {
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  rootCause,
  workflowInfo,
  ActivityFailure,
} from '@temporalio/workflow';
import { nextShardSize } from '../core/shard-size.ts';
import type { InferInput, RecordShardsInput, ShardResult } from '../activities/steps.ts';
import { inferInBatch } from './batch-shard.ts';
import { isTimeout, orCancellation } from './failure-of.ts';
import type { EvaluateTaskInput } from './inputs.ts';
import { cancelBatchesOn, cpu, inferOn } from './proxies.ts';
import { addShard, type TaskState } from './task-state.ts';

/** Accepted shards recorded at once: keeps the recording activity's input under 10 KB. */
const RECORD_EVERY = 24;

type ShardReference = RecordShardsInput['shards'][number];
type Range = { start: number; end: number; isAgain: boolean };

export interface InferStage {
  inFlight(): number;
  /** Stops the shards in flight so that they start again under the new control. */
  recycle(): void;
  /** Accepted shards that no index holds yet, few enough for one recording; handed out once. */
  takeUnrecorded(): readonly ShardReference[];
  /** Resolves 'done', or 'continue-as-new' with nothing in flight. */
  run(): Promise<'done' | 'over-budget' | 'continue-as-new'>;
}

/** A sliding window of shards over the documents of one task. */
export function createInferStage(input: EvaluateTaskInput, state: TaskState): InferStage {
  const infer = inferOn(input.queue);
  const accepted: ShardReference[] = [];
  let recording: Promise<void> | undefined;
  let scope = new CancellationScope();
  let inFlight = 0;
  let failure: unknown;

  const hasWork = () => state.again.length > 0 || state.cursor < input.documents;
  const isOverBudget = () => state.counts.failed > input.maxFailedFraction * input.documents;
  const mustContinueAsNew = () => workflowInfo().continueAsNewSuggested;
  const mayLaunch = () =>
    failure === undefined &&
    !state.control.paused &&
    !isOverBudget() &&
    !mustContinueAsNew() &&
    hasWork() &&
    inFlight < input.window;

  function answer(shard: InferInput): Promise<ShardResult | 'put-off'> {
    return input.batch ? inferInBatch(input.queue, input.batch, shard) : infer(shard);
  }

  function nextRange(): Range {
    const again = state.again.shift();
    if (again) return { ...again, isAgain: true };
    const remaining = input.documents - state.cursor;
    // Batches keep their borders, so that a resumed run finds those that were handed over before.
    const size = input.batch
      ? Math.min(remaining, input.batch.documents)
      : nextShardSize({
          remaining,
          window: input.window,
          documentsPerSecond: state.documentsPerSecond,
          documentCost: input.documentCost,
        });
    const range = { start: state.cursor, end: state.cursor + size, isAgain: false };
    state.cursor = range.end;
    return range;
  }

  async function runShard(range: Range): Promise<void> {
    const own = scope;
    try {
      const result = await own.run(() => answer(inferInput(input, state, range)));
      if (result === 'put-off') {
        state.again.push({ start: range.start, end: range.end });
        return;
      }
      accepted.push({ start: result.start, end: result.end, artifact: result.artifact });
      addShard(state, result);
    } catch (error) {
      // Only our own recycle() asks for the range again; anything else ends the stage.
      if (own !== scope && (isCancellation(error) || isTimeout(error))) {
        state.again.push({ start: range.start, end: range.end });
      } else {
        failure ??= error;
        scope.cancel();
      }
    } finally {
      inFlight -= 1;
    }
  }

  /** Beside the shards in flight: nothing waits for it but the end of the stage. */
  function recordFull(): void {
    if (accepted.length < RECORD_EVERY || recording !== undefined) return;
    recording = CancellationScope.nonCancellable(record)
      .catch((error: unknown) => {
        failure ??= error;
        scope.cancel();
      })
      .finally(() => {
        recording = undefined;
      });
  }

  async function record(): Promise<void> {
    while (accepted.length >= RECORD_EVERY) {
      const { runId, store, task } = input;
      const shards = accepted.splice(0, RECORD_EVERY);
      const previous = state.index;
      state.index = await cpu.recordShards({ runId, store, task, previous, shards, seal: false });
    }
  }

  return {
    inFlight: () => inFlight,
    takeUnrecorded: () => accepted.splice(0),
    recycle() {
      const previous = scope;
      scope = new CancellationScope();
      previous.cancel();
    },
    async run() {
      try {
        for (;;) {
          while (mayLaunch()) {
            inFlight += 1;
            void runShard(nextRange());
          }
          recordFull();
          if (inFlight === 0) {
            if (failure !== undefined) break;
            if (isOverBudget() || !hasWork()) break;
            if (mustContinueAsNew()) break;
          }
          const before = inFlight;
          await condition(
            () => inFlight < before || mayLaunch() || (inFlight === 0 && !state.control.paused),
          );
        }
      } catch (error) {
        // Cancelled from outside: let the shards in flight save their rows before we go.
        scope.cancel();
        failure ??= error;
        await CancellationScope.nonCancellable(() => condition(() => inFlight === 0));
      }
      await CancellationScope.nonCancellable(async () => {
        await condition(() => recording === undefined);
        await record();
      });
      if (input.batch && (failure !== undefined || isOverBudget())) await cancelBatches(input);
      if (failure !== undefined) throw asFailure(failure);
      if (isOverBudget()) return 'over-budget';
      return hasWork() ? 'continue-as-new' : 'done';
    },
  };
}

/** Nobody will fetch what is still at the provider. */
async function cancelBatches({ queue, runId, store, task }: EvaluateTaskInput): Promise<void> {
  try {
    const cancel = cancelBatchesOn(queue);
    await CancellationScope.nonCancellable(() => cancel({ runId, store, task }));
  } catch {
    // What ended the inference is the cause to report; the provider ends its batches within a day.
  }
}

function inferInput(input: EvaluateTaskInput, state: TaskState, range: Range): InferInput {
  return {
    runId: input.runId,
    store: input.store,
    task: input.task,
    start: range.start,
    end: range.end,
    concurrency: state.control.concurrency,
    takeOver: input.resumed ? 'everything' : range.isAgain ? 'own' : 'nothing',
    retryFailed: input.retryFailed,
  };
}

/** Passes the cause on under its own code, so that the parent can tell a bad key from a bad task. */
function asFailure(error: unknown): unknown {
  const cause = orCancellation(error);
  if (isCancellation(cause)) return cause;
  if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure) {
    return ApplicationFailure.nonRetryable(error.cause.message, error.cause.type ?? 'internal');
  }
  if (error instanceof ActivityFailure) {
    return ApplicationFailure.nonRetryable(
      `Inference was given up after every attempt failed: ${rootCause(error) ?? error.message}.`,
      'timed-out',
    );
  }
  return error;
}
