import type { TokenUsage, RequestTiming, FinishReason } from './generation.ts';
import type { EvalErrorCode } from './errors.ts';
import type { JsonValue } from './json.ts';

/** Every (task, document, repeat) ends in exactly one of these. */
export type RowStatus = 'ok' | 'unparsed' | 'refused' | 'failed' | 'skipped';
export const ROW_STATUSES: readonly RowStatus[] = [
  'ok',
  'unparsed',
  'refused',
  'failed',
  'skipped',
];

/** [sum of log-probabilities, greedy], one per choice. */
export type LogLikelihoodPair = readonly [number, boolean];

/** What a model said about one (document, repeat): one line of the ledger. */
export interface InferenceRow {
  readonly doc: number;
  readonly repeat: number;
  /** `unparsed` is decided by scoring, so it never stands here. */
  readonly status: Exclude<RowStatus, 'unparsed'>;
  /** Text of generate_until; pairs of multiple_choice and loglikelihood; absent unless ok or refused. */
  readonly output?: string | readonly LogLikelihoodPair[];
  readonly finishReason?: FinishReason;
  readonly error?: { readonly code: EvalErrorCode; readonly message: string };
  readonly usage: TokenUsage;
  readonly timing?: RequestTiming;
  readonly attempts: number;
  /** 'fresh', or the run whose answer the cache served. */
  readonly origin: 'fresh' | { readonly cachedFrom: string };
  /** SHA-256 of the rendered messages, media digests included. */
  readonly promptSha256: string;
  /** SHA-256 of the document's own values (media by digest). */
  readonly docSha256: string;
  readonly mediaSha256: readonly string[];
}

export type MetricValue =
  | number
  | string
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** One document scored under one filter pipeline. */
export interface ScoredRow {
  readonly doc: number;
  readonly filter: string;
  readonly status: RowStatus;
  readonly target: JsonValue;
  /** What the model said before filters, one entry per repeat. */
  readonly responses: readonly JsonValue[];
  /** What was scored. */
  readonly filtered: JsonValue;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** One score per repeat, for the stability of answers sampled several times. */
  readonly repeatScores?: Readonly<Record<string, readonly number[]>>;
  /** Value of the task's cluster_key, for clustered standard errors. */
  readonly cluster?: string;
  readonly error?: { readonly code: EvalErrorCode; readonly message: string };
}
