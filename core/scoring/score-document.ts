import { EvalError, isEvalError, messageOf } from '../errors.ts';
import type { EvalDocument } from '../document.ts';
import { pipelinesOf } from '../filters/run-pipeline.ts';
import type { ReasoningTags } from '../filters/reasoning-tags.ts';
import { canonicalJson, type JsonValue } from '../json.ts';
import type { Orientation } from '../metrics/metric.ts';
import type { InferenceRow, ScoredRow } from '../rows.ts';
import type { FilterPipeline, RenderedDocument, ScoringContext, Task } from '../task.ts';
import { outcomeOf } from './document-outcome.ts';
import { createAnswerScorer, type AnswerScorer } from './score-answers.ts';

export interface ScoreDocumentInput {
  readonly task: Task;
  /** Position of the document in the task. */
  readonly doc: number;
  readonly document: EvalDocument;
  readonly rendered: RenderedDocument;
  /** One per repeat, any order. */
  readonly rows: readonly InferenceRow[];
  /** The run's; the task's own take precedence. null: never strip. */
  readonly reasoningTags: ReasoningTags | null;
  /** What the numbers of log-likelihood answers mean; default log-probability. */
  readonly orientation?: Orientation;
  /** What the task's own scorer may know besides. */
  readonly context?: ScoringContext;
  /** Score nothing: the metric is `bypass`. */
  readonly predictOnly?: boolean;
}

/**
 * Scores the answers to one document: one row per filter pipeline. What the document or a scorer gets
 * wrong ends in a row `failed`; only a task whose configuration is wrong for every document throws.
 */
export function scoreDocument(input: ScoreDocumentInput): ScoredRow[] {
  if (input.rows.length === 0) {
    throw new EvalError(
      'internal',
      `Cannot score ${placeOf(input)}: received no answers; pass one row per repeat.`,
    );
  }
  const rows = input.rows.toSorted((left, right) => left.repeat - right.repeat);
  const ordered: ScoreDocumentInput = { ...input, rows };
  const outcome = outcomeOf(rows);
  const pipelines = pipelinesOf(input.task.config.filter_list);
  if (outcome.status === 'failed' || outcome.status === 'skipped') {
    const { status, error } = outcome;
    return pipelines.map((pipeline) => ({
      ...commonFields(ordered, pipeline),
      status,
      ...(error === undefined ? {} : { error }),
    }));
  }
  const scorer = createAnswerScorer(ordered);
  return pipelines.map((pipeline) =>
    scoreUnderPipeline({
      input: ordered,
      pipeline,
      scorer,
      isRefused: outcome.status === 'refused',
    }),
  );
}

interface PipelineJob {
  readonly input: ScoreDocumentInput;
  readonly pipeline: FilterPipeline;
  readonly scorer: AnswerScorer;
  readonly isRefused: boolean;
}

function scoreUnderPipeline(job: PipelineJob): ScoredRow {
  const { input, pipeline, scorer, isRefused } = job;
  const common = commonFields(input, pipeline);
  try {
    const { isFallback, ...scored } = scorer(pipeline);
    const status = isRefused ? 'refused' : isFallback ? 'unparsed' : 'ok';
    return { ...common, ...scored, status };
  } catch (error) {
    if (isEvalError(error) && error.code === 'config-invalid') throw error;
    const message = `Cannot score ${placeOf(input)} under the filter ${pipeline.name}: ${messageOf(error)}`;
    return { ...common, status: 'failed', error: { code: 'scorer-failed', message } };
  }
}

type CommonFields = Omit<ScoredRow, 'status' | 'error'>;

function commonFields(input: ScoreDocumentInput, pipeline: FilterPipeline): CommonFields {
  const cluster = clusterOf(input);
  return {
    doc: input.doc,
    filter: pipeline.name,
    target: input.rendered.target,
    responses: input.rows.map((row) => (row.output ?? '') as JsonValue),
    filtered: null,
    metrics: {},
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function clusterOf({ task, document }: ScoreDocumentInput): string | undefined {
  const key = task.config.cluster_key;
  const value = key === undefined ? undefined : document[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : canonicalJson(value);
}

function placeOf({ task, doc }: ScoreDocumentInput): string {
  return `document ${doc} of ${task.config.task}`;
}
