import type { ChatMessage } from './chat.ts';
import type { EvalDocument } from './document.ts';
import type { FunctionReference, TaskFunctions } from './function-reference.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { MetricValue } from './rows.ts';

export type OutputType =
  | 'generate_until'
  | 'loglikelihood'
  | 'multiple_choice'
  | 'generate_until_multi_round'
  | 'generate_until_agentic';

export interface MetricEntry {
  readonly metric: string;
  /** Scores by the task's own function, which the metric is named after. */
  readonly $function?: FunctionReference;
  readonly aggregation?: string | FunctionReference;
  readonly higher_is_better?: boolean | null;
  /** Options of the metric, such as ignore_case. */
  readonly [option: string]: JsonValue | undefined;
}

export interface FilterStep {
  readonly function: string | FunctionReference;
  readonly [option: string]: JsonValue | undefined;
}

export interface FilterPipeline {
  readonly name: string;
  readonly filter: readonly FilterStep[];
}

/**
 * A task as its YAML says, after includes and defaults, JSON-plain. The names are the YAML's own.
 */
export interface TaskConfig {
  readonly task: string;
  readonly task_alias?: string;
  readonly tag?: readonly string[];
  readonly dataset_path: string;
  readonly dataset_name?: string;
  readonly dataset_kwargs?: JsonObject;
  readonly training_split?: string;
  readonly validation_split?: string;
  readonly test_split?: string;
  readonly fewshot_split?: string;
  readonly output_type: OutputType;
  /** A number is a position among the choices. */
  readonly doc_to_text?: string | number | FunctionReference;
  readonly doc_to_target?: JsonValue | FunctionReference;
  readonly doc_to_choice?: JsonValue | FunctionReference;
  readonly doc_to_visual?: string | readonly string[] | FunctionReference;
  readonly doc_to_messages?: FunctionReference;
  readonly process_docs?: FunctionReference;
  readonly process_results?: FunctionReference;
  readonly judge?: JudgeConfig;
  readonly description: string;
  readonly target_delimiter: string;
  readonly fewshot_delimiter: string;
  readonly num_fewshot: number;
  readonly fewshot_config?: JsonObject;
  readonly metric_list: readonly MetricEntry[];
  readonly filter_list: readonly FilterPipeline[];
  readonly generation_kwargs: JsonObject;
  readonly repeats: number;
  readonly cluster_key?: string;
  readonly score_key: string;
  /** undefined: use the run's; null: never strip. */
  readonly reasoning_tags?: readonly (readonly [string, string])[] | null;
  readonly lmms_eval_specific_kwargs?: JsonObject;
  /** Settings of a doc_to_target function by model, `default` for the others. */
  readonly model_specific_target_kwargs?: JsonObject;
  /** process_results sees all documents of the split. */
  readonly full_docs?: boolean;
  readonly metadata?: JsonValue;
  /** Folder of the YAML, for relative data files: absolute, or `builtin:<folder>`. */
  readonly $directory: string;
}

/** How a judge model is asked about an answer. Its reply reaches process_results as `judgement`. */
export interface JudgeConfig {
  /** (document, responses) to the judge's prompt; undefined where this answer needs no judge. */
  readonly prompt: FunctionReference;
  readonly generation_kwargs?: JsonObject;
}

/** What a task's scorer may know beside the document and the answers. */
export interface ScoringContext {
  /** The judge's reply; undefined where none was asked, or it failed. */
  readonly judgement?: string;
  /** All documents of the split without their media, where the task says full_docs. */
  readonly fullDocs?: readonly EvalDocument[];
}

/** What a document asks the model, ready for an adapter. */
export interface RenderedDocument {
  readonly messages: readonly ChatMessage[];
  readonly target: JsonValue;
  /** What doc_to_choice gives: the continuations that multiple_choice compares. */
  readonly choices?: readonly string[];
  /** The index of the right choice where the target names one. */
  readonly goldIndices?: readonly number[];
}

/** A task brought to life: pure functions over documents, no I/O. */
export interface Task {
  readonly config: TaskConfig;
  /** The task's own filters, metrics and aggregations, by reference. */
  readonly functions: TaskFunctions;
  render(document: EvalDocument, fewshot?: readonly EvalDocument[]): RenderedDocument;
  /** Custom scorer of task.ts; undefined means the generic scoring of metric_list. */
  readonly processResults?: (
    document: EvalDocument,
    responses: readonly JsonValue[],
    context: ScoringContext,
  ) => Readonly<Record<string, MetricValue>>;
}
