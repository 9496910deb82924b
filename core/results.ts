import type { JsonValue } from './json.ts';
import type { RowStatus } from './rows.ts';
import type { TokenUsage } from './generation.ts';

/** Documents by outcome; every score is read beside it. */
export type StatusCounts = Readonly<Record<RowStatus, number>>;

/**
 * The score block of one task. `metrics` keeps the key grammar of lmms-eval: `acc,none`,
 * `acc_stderr,none`, `acc_stderr_clt,none`, `acc_stderr_clustered,none`; added beside them:
 * `acc_ci95,none` ([low, high]), `acc_stderr_bootstrap,none` and `acc_n,none` (the denominator).
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
