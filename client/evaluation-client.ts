import type { FailureGroup } from '../core/results.ts';
import type { JsonObject } from '../core/json.ts';
import type { EvaluationSpec } from '../core/spec.ts';

export type RunStatus = 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';

export interface TaskRunProgress {
  readonly task: string;
  readonly stage: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
}

/** Live figures of a run. Counts are (document, repeat) pairs. */
export interface RunProgress {
  readonly runId: string;
  readonly status: RunStatus;
  readonly stage: string;
  readonly tasks: readonly TaskRunProgress[];
  readonly total: number;
  readonly done: number;
  readonly ok: number;
  readonly failed: number;
  readonly refused: number;
  readonly cached: number;
  /** Model calls in flight. */
  readonly inFlight: number;
  readonly retries: number;
  readonly rateLimited: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly elapsedMs: number;
  readonly shards: { readonly done: number; readonly inFlight: number };
}

export interface RunPaths {
  readonly results?: string;
  readonly report?: string;
  readonly samples: readonly string[];
}

export interface RunResult {
  readonly status: RunStatus;
  /** The results file; an empty object when there is none. */
  readonly results: JsonObject;
  readonly failures: readonly FailureGroup[];
  /** What a person can open: file paths or URLs without credentials. */
  readonly paths: RunPaths;
}

export interface RunSummary {
  readonly runId: string;
  readonly model: string;
  readonly tasks: readonly string[];
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number;
  readonly startedAt: string;
  readonly closedAt?: string;
}

export interface RunDescription extends RunSummary {
  readonly workflowId: string;
  readonly stage: string;
  readonly user: string;
  readonly store: string;
  /** Environment variables whose values its workers may need. */
  readonly secretNames: readonly string[];
  readonly progress?: RunProgress;
  readonly failures: readonly FailureGroup[];
  readonly paths: RunPaths;
}

/** Everything that can be asked of evaluations from outside; throws EvalError. */
export interface EvaluationClient {
  start(spec: EvaluationSpec): Promise<{ readonly runId: string; readonly workflowId: string }>;
  progress(runId: string): Promise<RunProgress>;
  /** Waits for the end of the run. */
  result(runId: string): Promise<RunResult>;
  /** Newest first. */
  list(limit: number): Promise<readonly RunSummary[]>;
  describe(runId: string): Promise<RunDescription>;
  /** Lets shards in flight finish and starts no more. */
  pause(runId: string): Promise<void>;
  /** Starts a run that ended (failed, cancelled, terminated) again from its ledger. */
  resume(runId: string, options: { readonly retryFailed: boolean }): Promise<void>;
  /** Ends a pause. */
  continue(runId: string): Promise<void>;
  cancel(runId: string, task?: string): Promise<void>;
  setConcurrency(runId: string, concurrency: number): Promise<void>;
  rescore(
    runId: string,
    options: { readonly tasks?: readonly string[]; readonly metrics?: readonly string[] },
  ): Promise<{ readonly runId: string }>;
  /**
   * Copies `results.json`, `report.html` and `samples_<task>.jsonl` into a folder and returns the
   * absolute paths written.
   */
  export(runId: string, directory: string): Promise<readonly string[]>;
  close(): Promise<void>;
}
