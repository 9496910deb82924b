import type { BatchPlan } from '../activities/steps.ts';
import type { EvaluationSpec } from '../core/spec.ts';
import type { TaskControl, TaskOutcome } from './messages.ts';
import type { TaskState } from './task-state.ts';

/** Arguments of the workflow `evaluate`; extended by addition only, since histories hold them. */
export interface EvaluateInput {
  readonly spec: EvaluationSpec;
  /** Score this run's answers again instead of asking a model. */
  readonly sourceRunId?: string;
  /** A later execution of the same run: rows of the earlier one are taken over. */
  readonly resumed: boolean;
  readonly retryFailed: boolean;
  /** Tasks that earlier runs of this workflow's chain have finished (continue-as-new). */
  readonly finished?: Readonly<Record<string, TaskOutcome>>;
}

/** Arguments of the workflow `evaluateTask`. */
export interface EvaluateTaskInput {
  readonly runId: string;
  readonly store: string;
  readonly task: string;
  readonly documents: number;
  readonly documentCost: number;
  /** Task queue of the inference shards. */
  readonly queue: string;
  readonly window: number;
  readonly maxFailedFraction: number;
  readonly parentWorkflowId: string;
  readonly resumed: boolean;
  readonly retryFailed: boolean;
  /** The ledger is complete already (rescore): begin with scoring. */
  readonly isInferred: boolean;
  readonly control: TaskControl;
  /** Ask in batches of the provider. */
  readonly batch?: BatchPlan;
  readonly state?: TaskState;
}
