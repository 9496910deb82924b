import type { ArtifactReference } from '../core/artifact-reference.ts';
import type { FailureGroup } from '../core/results.ts';
import type { EvaluationSpec } from '../core/spec.ts';

/** Inputs and results of the activities: everything that crosses Temporal besides the spec. All small. */

export interface RunLocation {
  readonly runId: string;
  /** URL of the artifact store. */
  readonly store: string;
}

export interface PlanInput {
  readonly spec: EvaluationSpec;
  /** Score this run's answers again instead of asking a model. */
  readonly sourceRunId?: string;
}

export interface PlannedTask {
  readonly task: string;
  readonly documents: number;
  /** Relative to a short text question; decides shard sizes. */
  readonly documentCost: number;
}

/** Questions are handed to the provider as batches, one per shard. */
export interface BatchPlan {
  readonly documents: number;
  /** Before the first look whether a batch is done; later ones come less often. */
  readonly pollMs: number;
}

export interface PlanResult {
  readonly modelKey: string;
  readonly modelName: string;
  readonly placement: 'leased' | 'endpoint';
  /** Of the code that planned the run. */
  readonly gitHash: string;
  readonly tasks: readonly PlannedTask[];
  /** Absent where questions are asked one by one. */
  readonly batch?: BatchPlan;
}

export interface LeaseInput extends RunLocation {
  readonly modelKey: string;
}

export interface InferInput extends RunLocation {
  readonly task: string;
  readonly start: number;
  readonly end: number;
  /** Model calls in flight in each worker process; null leaves the adapter's own figure. */
  readonly concurrency: number | null;
  /**
   * Rows to take over before asking: `own` those of this very shard (after a pause), `everything` also
   * those that an earlier execution of the run left under other shard borders. A second attempt always
   * takes over its own.
   */
  readonly takeOver: 'nothing' | 'own' | 'everything';
  /** Ask again for documents that an earlier execution recorded as failed. */
  readonly retryFailed: boolean;
}

export interface AdvanceBatchInput extends InferInput {
  /** The same for all that this execution of the run asks. */
  readonly execution: string;
  /** All questions of the shard have been handed over: it is enough to see whether a batch has ended. */
  readonly isHandedOver: boolean;
}

export interface AdvanceBatchResult {
  /** Present once every document of the shard has its row. */
  readonly shard?: ShardResult;
  /** Batches that the provider still works on. */
  readonly open: number;
}

export interface CancelBatchesInput extends RunLocation {
  readonly task: string;
}

export interface ShardResult {
  readonly start: number;
  readonly end: number;
  readonly artifact: ArtifactReference;
  readonly ok: number;
  readonly refused: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cached: number;
  readonly failures: readonly FailureGroup[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly elapsedMs: number;
}

/** Live figures of a running shard, carried by its heartbeats. */
export interface ShardHeartbeat {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly inFlight: number;
  readonly failed: number;
  readonly retries: number;
  readonly rateLimited: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface RecordShardsInput extends RunLocation {
  readonly task: string;
  readonly previous: ArtifactReference | null;
  readonly shards: readonly {
    readonly start: number;
    readonly end: number;
    readonly artifact: ArtifactReference;
  }[];
  /** Writes the pointer that later stages, rescore and readers start from. */
  readonly seal: boolean;
}

export interface ScoreInput extends RunLocation {
  readonly task: string;
  readonly start: number;
  readonly end: number;
}

export interface ScoreResult {
  readonly artifact: ArtifactReference;
}

export interface AggregateInput extends RunLocation {
  readonly task: string;
  readonly scores: readonly ArtifactReference[];
  readonly status: 'completed' | 'failed';
  readonly failures: readonly FailureGroup[];
}

export interface AggregateResult {
  readonly task: string;
  readonly headline: readonly { readonly metric: string; readonly value: number | string }[];
}

export interface GatherInput extends RunLocation {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly tasks: readonly {
    readonly task: string;
    readonly state: 'waiting' | 'completed' | 'failed' | 'cancelled';
  }[];
  readonly failures: readonly FailureGroup[];
  readonly buildId: string;
}

export interface GatherResult {
  readonly resultsKey: string;
  readonly reportKey: string;
}
