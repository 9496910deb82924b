import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { GatherInput, PlanResult, PlannedTask } from '../activities/steps.ts';
import { progressAttribute } from '../core/search-attributes.ts';
import type { FailureGroup } from '../core/results.ts';
import type { EvaluateTaskResult } from './evaluate-task.ts';
import type { EvaluationSpec } from '../core/spec.ts';
import type { EvaluationProgress, EvaluationStage, TaskControl } from './messages.ts';
import type { TaskOutcome, TaskProgress } from './messages.ts';
import { mergeFailures } from './task-state.ts';

/** Percentage points between two updates: each is an event of the history. */
const PROGRESS_STEP = 5;

export interface TaskEntry {
  readonly planned: PlannedTask;
  readonly workflowId: string;
  state: 'waiting' | 'running' | TaskOutcome;
  progress?: TaskProgress;
}

/** What one evaluation knows of itself; lives in the workflow, answers its queries. */
export class EvaluationState {
  stage: EvaluationStage = 'plan';
  control: TaskControl = { paused: false, concurrency: null };
  readonly tasks = new Map<string, TaskEntry>();
  readonly #startedAtMs = workflowInfo().startTime.getTime();
  readonly #model: string;
  readonly #runId: string;
  #ownCauses: FailureGroup[] = [];
  #publishedPercent = 0;
  firstScore: number | undefined;

  constructor(spec: EvaluationSpec) {
    this.#model = spec.model.id;
    this.#runId = spec.runId;
  }

  /** Takes over the frozen plan, and what an earlier execution of this run had already finished. */
  adopt(plan: PlanResult, finished: Readonly<Record<string, TaskOutcome>>): void {
    for (const planned of plan.tasks) {
      const workflowId = `evaluate/${this.#runId}/${planned.task}`;
      this.tasks.set(planned.task, {
        planned,
        workflowId,
        state: finished[planned.task] ?? 'waiting',
      });
    }
  }

  /** Every task has left inference, so no model needs to be held any more. */
  isInferred(): boolean {
    return [...this.tasks.values()].every(
      ({ state, progress }) =>
        state !== 'waiting' && (state !== 'running' || (progress && progress.stage !== 'infer')),
    );
  }

  isFinished(): boolean {
    return [...this.tasks.values()].every(
      ({ state }) => state !== 'waiting' && state !== 'running',
    );
  }

  /** The first metric of the first task, what a list of runs is sorted by. */
  noteScore(headline: EvaluateTaskResult['headline']): void {
    const value = headline[0]?.value;
    if (typeof value === 'number') this.firstScore ??= value;
  }

  /** Makes the share of finished documents searchable, at most twenty times a run. */
  publishProgress(): void {
    const entries = [...this.tasks.values()];
    const sum = (list: readonly TaskEntry[]) =>
      list.reduce((total, { planned }) => total + planned.documents, 0);
    const finished = entries.filter(({ state }) => state !== 'waiting' && state !== 'running');
    const percent = Math.floor((sum(finished) / Math.max(1, sum(entries))) * 100);
    if (percent < this.#publishedPercent + PROGRESS_STEP && percent < 100) return;
    this.#publishedPercent = percent;
    upsertSearchAttributes([progressAttribute(percent)]);
  }

  addCause(cause: FailureGroup): void {
    this.#ownCauses = mergeFailures(this.#ownCauses, [cause]);
  }

  causes(): readonly FailureGroup[] {
    let causes = this.#ownCauses;
    for (const { progress } of this.tasks.values()) {
      if (progress) causes = mergeFailures(causes, progress.failures);
    }
    return causes;
  }

  failedTasks(): string[] {
    return [...this.tasks].filter(([, entry]) => entry.state === 'failed').map(([task]) => task);
  }

  hasFailedTask(): boolean {
    return this.failedTasks().length > 0;
  }

  /** Of the whole run: one without some of its tasks is no completed evaluation. */
  outcome(): TaskOutcome {
    if (this.hasFailedTask()) return 'failed';
    const isWhole = [...this.tasks.values()].every((entry) => entry.state !== 'cancelled');
    return isWhole ? 'completed' : 'cancelled';
  }

  finished(): Record<string, TaskOutcome> {
    const finished: Record<string, TaskOutcome> = {};
    for (const [task, { state }] of this.tasks) {
      if (state !== 'waiting' && state !== 'running') finished[task] = state;
    }
    return finished;
  }

  outcomes(): GatherInput['tasks'] {
    return [...this.tasks].map(([task, { state }]) => ({
      task,
      state: state === 'running' ? 'cancelled' : state,
    }));
  }

  progress(): EvaluationProgress {
    return {
      stage: this.stage,
      paused: this.control.paused,
      startedAtMs: this.#startedAtMs,
      model: this.#model,
      causes: this.causes(),
      tasks: [...this.tasks].map(([task, { planned, state, workflowId, progress }]) => ({
        task,
        documents: planned.documents,
        state,
        workflowId,
        ...(progress ? { progress } : {}),
      })),
    };
  }
}
