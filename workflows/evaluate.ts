import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { PlanResult } from '../activities/steps.ts';
import { keywordAttribute, scoreAttribute, tasksAttribute } from '../core/search-attributes.ts';
import { EvaluationState } from './evaluation-state.ts';
import { handleControl } from './evaluation-control.ts';
import { failureOf, orCancellation } from './failure-of.ts';
import type { EvaluateInput } from './inputs.ts';
import { holdLeases } from './leases.ts';
import type { EvaluationStage } from './messages.ts';
import { cpu } from './proxies.ts';
import { runTasks } from './run-tasks.ts';

export interface EvaluateResult {
  readonly resultsKey: string;
  readonly reportKey: string;
}

/** One evaluation: plan, hold the model, run every task, gather. */
export async function evaluate(input: EvaluateInput): Promise<EvaluateResult> {
  const state = new EvaluationState(input.spec);
  handleControl(state);
  let plan: PlanResult | undefined;
  try {
    enter(state, 'plan');
    const frozen = await cpu.plan({
      spec: input.spec,
      ...(input.sourceRunId === undefined ? {} : { sourceRunId: input.sourceRunId }),
    });
    plan = frozen;
    state.adopt(frozen, input.finished ?? {});
    upsertSearchAttributes([
      tasksAttribute(frozen.tasks.map(({ task }) => task)),
      keywordAttribute('EvalGitCommit', frozen.gitHash),
    ]);
    enter(state, 'evaluate');
    await evaluateAll(input, frozen, state);
  } catch (thrown) {
    const error = orCancellation(thrown);
    const failure = isCancellation(error) ? error : failureOf(error);
    if (failure instanceof ApplicationFailure && state.causes().length === 0) {
      state.addCause({ code: failure.type ?? 'internal', message: failure.message, count: 1 });
    }
    if (plan !== undefined) {
      try {
        await CancellationScope.nonCancellable(() => gather(input, state, error));
      } catch {
        // A store that is full or gone refuses the results file as well: its cause is the one to report.
      }
    }
    throw failure;
  }
  if (!state.isFinished()) {
    await condition(allHandlersFinished);
    return continueAsNew<typeof evaluate>({ ...input, resumed: true, finished: state.finished() });
  }
  enter(state, 'gather');
  // Too late to cancel: every task has ended, and their numbers belong together in one file.
  const result = await CancellationScope.nonCancellable(() => gather(input, state, undefined));
  if (state.firstScore !== undefined) upsertSearchAttributes([scoreAttribute(state.firstScore)]);
  enter(state, 'finished');
  await condition(allHandlersFinished);
  if (state.hasFailedTask()) throw failedRun(state);
  return result;
}

async function evaluateAll(
  input: EvaluateInput,
  plan: PlanResult,
  state: EvaluationState,
): Promise<void> {
  const { runId, store, pool, leases } = input.spec;
  const isLeased = plan.placement === 'leased' && input.sourceRunId === undefined;
  if (!isLeased) return runTasks(input, plan, state);
  const held = holdLeases(pool, leases, { runId, store, modelKey: plan.modelKey });
  const releaseOnceInferred = condition(() => state.isInferred()).then(() => held.release());
  releaseOnceInferred.catch(() => undefined);
  try {
    await CancellationScope.cancellable(async () => {
      const tasks = runTasks(input, plan, state);
      const scope = CancellationScope.current();
      try {
        await Promise.race([tasks, held.broken]);
      } catch (error) {
        scope.cancel();
        await CancellationScope.nonCancellable(() => Promise.allSettled([tasks]));
        throw error;
      }
    });
  } finally {
    await held.release();
  }
}

async function gather(input: EvaluateInput, state: EvaluationState, error: unknown) {
  const { runId, store } = input.spec;
  return cpu.gather({
    runId,
    store,
    status: error === undefined ? state.outcome() : isCancellation(error) ? 'cancelled' : 'failed',
    tasks: state.outcomes(),
    failures: state.causes(),
    buildId: workflowInfo().currentBuildId ?? 'unversioned',
  });
}

function enter(state: EvaluationState, stage: EvaluationStage): void {
  state.stage = stage;
  upsertSearchAttributes([keywordAttribute('EvalStage', stage)]);
}

function failedRun(state: EvaluationState): ApplicationFailure {
  const causes = state
    .causes()
    .map((cause) => `${cause.code} (${cause.count}): ${cause.message}`)
    .join('; ');
  const tasks = state.failedTasks().join(', ');
  return ApplicationFailure.nonRetryable(
    `The evaluation of ${tasks} failed: ${causes || 'see the results file'}.`,
    'failure-budget-exceeded',
  );
}
