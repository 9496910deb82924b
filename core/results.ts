import type { JsonValue } from './json.ts';
import type { RowStatus } from './rows.ts';
import type { TokenUsage } from './generation.ts';

/** Documents by outcome; every score is read beside it. */
export type StatusCounts = Readonly<Record<RowStatus, number>>;

/**
 * The score block of one task. `metrics` keeps the key grammar of lmms-eval: `acc,none`,
 * `acc_stderr,none`, `acc_stderr_clt,none`, `acc_stderr_clustered,none`; added beside them:
 * `acc_ci95,none` ([low, high]), `acc_stderr_bootstrap,none`, `acc_ci95_bootstrap,none` and `acc_n,none` (the denominator).
 * A number that cannot be known is the string "N/A", never NaN.
 */
export interface TaskScores {
  readonly metrics: Readonly<Record<string, JsonValue>>;
  readonly higherIsBetter: Readonly<Record<string, boolean>>;
  readonly counts: StatusCounts;
  /** Value and denominator per category, where the task names one (metadata.category_key). */
  readonly categories: Readonly<Record<string, Readonly<Record<string, CategoryScore>>>>;
}

export interface CategoryScore {
  readonly value: number;
  readonly stderr: number | null;
  readonly n: number;
}

/** How the documents of a run and of its baseline met. */
export interface DocumentMatch {
  readonly paired: number;
  /** Of the paired ones, those whose digests were there on both sides, and equal. */
  readonly verified: number;
  /** Same number but another document: left out. */
  readonly different: number;
  readonly only_current: number;
  readonly only_baseline: number;
}

/** One metric of a run beside that of its baseline; null where a figure cannot be known. */
export interface MetricComparison {
  /** Documents with this score in both runs. */
  readonly n: number;
  readonly current: number;
  readonly baseline: number;
  /** Current minus baseline. */
  readonly difference: number;
  readonly stderr: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly t: number | null;
  readonly p_value: number | null;
  readonly clusters?: number;
  readonly stderr_clustered?: number | null;
  readonly ci95_clustered?: readonly [number, number] | null;
  readonly p_value_clustered?: number | null;
  readonly stderr_bootstrap?: number | null;
  readonly ci95_bootstrap?: readonly [number, number] | null;
  readonly bootstrap_draws?: number;
  readonly only_current_right?: number;
  readonly only_baseline_right?: number;
  readonly p_value_mcnemar?: number;
  readonly p_value_mcnemar_mid?: number;
  /** Documents needed to see a difference of this size with a power of 0.8. */
  readonly needed_n?: number;
  readonly detectable_difference?: number;
}

/** A task beside its baseline; metrics by "metric,filter". */
export interface TaskComparison {
  readonly baseline: string;
  readonly documents: DocumentMatch;
  readonly metrics: Readonly<Record<string, MetricComparison>>;
}

/** Causes of failed documents, grouped. */
export interface FailureGroup {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

export interface TaskResult extends TaskScores {
  readonly task: string;
  readonly alias: string;
  readonly version: JsonValue;
  readonly numFewshot: number;
  /** completed, or failed with the causes when the failure budget is exceeded. */
  readonly status: 'completed' | 'failed';
  readonly failures: readonly FailureGroup[];
  readonly documents: { readonly original: number; readonly effective: number };
  readonly usage: TokenUsage & { readonly calls: number };
  /** Digest over the evaluated documents, prompts and media in order. */
  readonly taskHash: string;
  readonly timing: TaskTiming;
  /** Where a benchmark's own server scores. */
  readonly submission?: SubmissionResult;
  /** With --baseline. */
  readonly comparison?: TaskComparison;
}

/** A file for a benchmark's server; names are below the run's folder. */
export interface SubmissionResult {
  readonly files: readonly string[];
  readonly records: number;
  /** Documents without a record, such as failed ones. */
  readonly missing: number;
}

/** Volatile by nature, so it stands apart from everything that must be identical between runs. */
export interface TaskTiming {
  readonly latencyMs: Quantiles | null;
  readonly ttftMs: Quantiles | null;
  readonly tpotMs: Quantiles | null;
  /** Histogram bins of latency for the report: [upper bound in ms, count]. */
  readonly latencyHistogram: readonly (readonly [number, number])[];
}

export interface Quantiles {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}
