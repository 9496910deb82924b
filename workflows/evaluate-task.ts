import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setHandler,
} from '@temporalio/workflow';
import type { AggregateResult } from '../activities/steps.ts';
import type { ArtifactReference } from '../core/artifact-reference.ts';
import { orCancellation } from './failure-of.ts';
import type { EvaluateTaskInput } from './inputs.ts';
import { createInferStage, type InferStage } from './infer-stage.ts';
import { taskControlSignal, taskProgressQuery, taskStageSignal } from './messages.ts';
import type { TaskProgress, TaskStage } from './messages.ts';
import { cpu } from './proxies.ts';
import { newTaskState, progressOf, type TaskState } from './task-state.ts';
import { mapInWindow } from './window.ts';

export interface EvaluateTaskResult {
  readonly outcome: 'completed' | 'failed';
  readonly progress: TaskProgress;
  readonly headline: AggregateResult['headline'];
}

/** Documents scored by one activity, and the most score artifacts an aggregation is given. */
const SCORE_DOCUMENTS = 10_000;
const MAX_SCORE_RANGES = 40;
const SCORE_WINDOW = 4;

/** One benchmark: infer in shards, score in ranges, aggregate once. */
export async function evaluateTask(input: EvaluateTaskInput): Promise<EvaluateTaskResult> {
  try {
    return await runStages(input);
  } catch (error) {
    throw orCancellation(error);
  }
}

async function runStages(input: EvaluateTaskInput): Promise<EvaluateTaskResult> {
  const state = input.state ?? newTaskState(input.control);
  const stage = createInferStage(input, state);
  const progress = () => progressOf(state, input, stage.inFlight());
  setHandler(taskProgressQuery, progress);
  setHandler(taskControlSignal, (control) => {
    state.control = control;
    stage.recycle();
  });

  let isOverBudget = false;
  if (!input.isInferred) {
    const ending = await runInfer(input, state, stage);
    if (ending === 'continue-as-new') {
      await condition(allHandlersFinished);
      return continueAsNew<typeof evaluateTask>({ ...input, control: state.control, state });
    }
    isOverBudget = ending === 'over-budget';
  }

  // The parent is told of a stage while it runs: a message takes as long as a short activity.
  const [scores] = await Promise.all([
    scoreRanges(input, isOverBudget ? 0 : input.documents),
    enter('score', input, state),
  ]);
  const { runId, store, task } = input;
  const { failures } = state;
  const outcome = isOverBudget ? ('failed' as const) : ('completed' as const);
  const [aggregate] = await Promise.all([
    cpu.aggregate({ runId, store, task, scores, status: outcome, failures }),
    enter('aggregate', input, state),
  ]);
  state.stage = 'finished';
  await condition(allHandlersFinished);
  return { outcome, progress: progress(), headline: aggregate.headline };
}

/** Runs the inference stage and seals its ledger, whatever way it ends. */
async function runInfer(
  input: EvaluateTaskInput,
  state: TaskState,
  stage: InferStage,
): Promise<'done' | 'over-budget' | 'continue-as-new'> {
  const { runId, store, task } = input;
  const record = async (seal: boolean) => {
    const shards = stage.takeUnrecorded();
    const previous = state.index;
    state.index = await CancellationScope.nonCancellable(() =>
      cpu.recordShards({ runId, store, task, previous, shards, seal }),
    );
  };
  let ending;
  try {
    ending = await stage.run();
  } catch (error) {
    try {
      await record(true);
    } catch {
      // What ended the inference is the cause to report; a later execution finds the rows unsealed.
    }
    throw error;
  }
  await record(ending !== 'continue-as-new');
  return ending;
}

/** Scores equal document ranges, a few at a time; the ranges depend on the documents alone. */
async function scoreRanges(
  input: EvaluateTaskInput,
  documents: number,
): Promise<ArtifactReference[]> {
  const size = Math.max(SCORE_DOCUMENTS, Math.ceil(documents / MAX_SCORE_RANGES));
  const starts = Array.from({ length: Math.ceil(documents / size) }, (_, index) => index * size);
  const { runId, store, task } = input;
  const results = await mapInWindow(starts, SCORE_WINDOW, (start) =>
    cpu.score({ runId, store, task, start, end: Math.min(documents, start + size) }),
  );
  return results.map((result) => result.artifact);
}

async function enter(stage: TaskStage, input: EvaluateTaskInput, state: TaskState): Promise<void> {
  state.stage = stage;
  const parent = getExternalWorkflowHandle(input.parentWorkflowId);
  await parent.signal(taskStageSignal, progressOf(state, input, 0));
}
