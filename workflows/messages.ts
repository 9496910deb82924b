import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { FailureGroup } from '../core/results.ts';

/** What the client may ask of a running evaluation; the only values `client` imports from here. */

export type EvaluationStage = 'plan' | 'evaluate' | 'gather' | 'finished';
export type TaskStage = 'infer' | 'score' | 'aggregate' | 'finished';
export type TaskOutcome = 'completed' | 'failed' | 'cancelled';

export interface DocumentCounts {
  readonly ok: number;
  readonly refused: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cached: number;
}

export interface TaskProgress {
  readonly task: string;
  readonly stage: TaskStage;
  readonly documents: number;
  readonly done: number;
  readonly counts: DocumentCounts;
  readonly failures: readonly FailureGroup[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly shardsDone: number;
  readonly shardsInFlight: number;
  readonly paused: boolean;
}

export interface EvaluationProgress {
  readonly stage: EvaluationStage;
  readonly paused: boolean;
  readonly startedAtMs: number;
  readonly model: string;
  readonly tasks: readonly {
    readonly task: string;
    readonly documents: number;
    readonly state: 'waiting' | 'running' | TaskOutcome;
    /** Workflow id of the child while it runs. */
    readonly workflowId: string;
    readonly progress?: TaskProgress;
  }[];
  readonly causes: readonly FailureGroup[];
}

export const evaluationProgressQuery = defineQuery<EvaluationProgress>('evaluation-progress');
export const taskProgressQuery = defineQuery<TaskProgress>('task-progress');

export const pauseUpdate = defineUpdate<void>('pause');
export const continueUpdate = defineUpdate<void>('continue');
/** Model calls in flight per worker process. */
export const setConcurrencyUpdate = defineUpdate<void, [number]>('set-concurrency');
export const cancelTaskUpdate = defineUpdate<void, [string]>('cancel-task');

export interface TaskControl {
  readonly paused: boolean;
  readonly concurrency: number | null;
}
/** Parent to child. */
export const taskControlSignal = defineSignal<[TaskControl]>('task-control');
/** Child to parent, at every change of stage. */
export const taskStageSignal = defineSignal<[TaskProgress]>('task-stage');
