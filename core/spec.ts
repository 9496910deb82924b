import type { JsonObject, JsonPrimitive } from './json.ts';
import type { PluginReference } from './models/plugin-manifest.ts';

/**
 * What a user asked for, JSON-plain and small: it is the input of the workflow `evaluate`. Secrets
 * appear by the name of their environment variable only.
 */
export interface EvaluationSpec {
  readonly runId: string;
  readonly model: {
    /** Registered id or alias, such as `onnx` or `async_openai`. */
    readonly id: string;
    readonly args: Readonly<Record<string, JsonPrimitive>>;
    /** Where the model is not one of ours. */
    readonly plugin?: PluginReference;
  };
  /** Leaves out doc_to_messages: the text of the question after its media, as lmms-eval's simple models get it. */
  readonly promptForm?: 'simple';
  readonly tasks: readonly string[];
  readonly includePaths: readonly string[];
  /** URL of the artifact store, `file:///…` or `s3://bucket/prefix`. */
  readonly store: string;
  /** URL of the response cache's store; undefined switches the cache off. */
  readonly cache?: string;
  /** undefined = all; 0 < x < 1 = fraction of each task; ≥ 1 = documents. */
  readonly limit?: number;
  readonly offset: number;
  readonly numFewshot?: number;
  /** Examples as turns of the conversation; undefined: as the task says. */
  readonly fewshotAsMultiturn?: boolean;
  readonly repeats: number;
  /** Rows per forward pass of local models. */
  readonly batchSize: number;
  readonly generation: JsonObject;
  readonly systemInstruction?: string;
  /** null: never strip. */
  readonly reasoningTags: readonly (readonly [string, string])[] | null;
  readonly seeds: {
    readonly python: number | null;
    readonly numpy: number | null;
    readonly torch: number | null;
    readonly fewshot: number | null;
  };
  readonly predictOnly: boolean;
  /** Resamples wanted per metric; undefined: the default, 0: none. */
  readonly bootstrapIterations?: number;
  /** Earlier answers to compare with: see activities/baselines/open-baseline.ts for what it may name. */
  readonly baseline?: string;
  /** Metrics that `assay rescore --metric` adds to every task, by registered names. */
  readonly addedMetrics?: readonly string[];
  /** Share of failed documents above which a task counts as failed, 0–1. */
  readonly maxFailedFraction: number;
  /** Shards in flight at once. */
  readonly window: number;
  /** Tasks evaluated at once. */
  readonly taskWindow: number;
  /** Engines to hold for a local model. */
  readonly leases: number;
  readonly pool: string;
  /** 1 (first) to 5 (last). */
  readonly priority: number;
  readonly fairnessKey: string;
  readonly user: string;
  readonly submittedAt: string;
  /** Everything the command line resolved to, secrets by name: recorded in the results. */
  readonly resolvedCliArgs: JsonObject;
}
