import {
  CancelledFailure,
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  TemporalFailure,
  WorkflowIdReusePolicy,
  executeChild,
  isCancellation,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { PlanResult } from '../activities/steps.ts';
import type { EvaluateInput } from './inputs.ts';
import { evaluateTask } from './evaluate-task.ts';
import type { EvaluationState, TaskEntry } from './evaluation-state.ts';
import { failureOf, isEnvironmentFailure } from './failure-of.ts';
import { queueOf } from './proxies.ts';
import { mapInWindow } from './window.ts';

/** One child per task, a few at once; returns early, drained, when the history has grown long. */
export async function runTasks(
  input: EvaluateInput,
  plan: PlanResult,
  state: EvaluationState,
): Promise<void> {
  const waiting = [...state.tasks.values()].filter((entry) => entry.state === 'waiting');
  await mapInWindow(waiting, input.spec.taskWindow, async (entry) => {
    if (entry.state !== 'waiting' || workflowInfo().continueAsNewSuggested) return;
    entry.state = 'running';
    try {
      const result = await onceFree(entry, () => executeTask(input, plan, state, entry));
      entry.state = result.outcome;
      entry.progress = result.progress;
      if (entry === waiting[0]) state.noteScore(result.headline);
      state.publishProgress();
    } catch (error) {
      settle(state, entry, error);
    }
  });
}

/** Together over ten minutes: a cancelled shard ends within its heartbeat timeout. */
const LONGEST_WAIT_MS = 20_000;
const MAX_TRIES = 40;

/**
 * Waits for the child of an earlier execution that was terminated: the server cancels it, and only
 * when it is over are all its rows in the ledger that ours takes over.
 */
async function onceFree<Result>(entry: TaskEntry, execute: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await execute();
    } catch (error) {
      if (!isNameTaken(error) || tries === MAX_TRIES) throw error;
    }
    await sleep(Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries));
    // The request to cancel went to the child of that name, which was not ours.
    if (entry.state === 'cancelled') throw new CancelledFailure('The task was cancelled.');
  }
}

function isNameTaken(error: unknown): boolean {
  // @temporalio/workflow does not export the class.
  return error instanceof TemporalFailure && error.name === 'WorkflowExecutionAlreadyStartedError';
}

function executeTask(
  input: EvaluateInput,
  plan: PlanResult,
  state: EvaluationState,
  entry: TaskEntry,
) {
  const { runId, store, window, maxFailedFraction } = input.spec;
  return executeChild(evaluateTask, {
    workflowId: entry.workflowId,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    staticSummary: entry.planned.task,
    args: [
      {
        runId,
        store,
        window,
        maxFailedFraction,
        ...entry.planned,
        queue: queueOf(plan),
        ...(plan.batch === undefined ? {} : { batch: plan.batch }),
        parentWorkflowId: workflowInfo().workflowId,
        resumed: input.resumed,
        retryFailed: input.retryFailed,
        isInferred: input.sourceRunId !== undefined,
        control: state.control,
      },
    ],
  });
}

/** A broken task leaves the others alone; a broken environment, or a cancelled run, ends them all. */
function settle(state: EvaluationState, entry: TaskEntry, error: unknown): void {
  if (isCancellation(error)) {
    const wasAsked = entry.state === 'cancelled';
    entry.state = 'cancelled';
    if (!wasAsked) throw error;
    return;
  }
  entry.state = 'failed';
  const failure = failureOf(error);
  state.addCause({ code: failure.type ?? 'internal', message: failure.message, count: 1 });
  if (isEnvironmentFailure(failure)) throw failure;
}
