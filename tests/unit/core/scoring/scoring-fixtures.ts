import { NO_FUNCTIONS } from '../../../../core/function-reference.ts';
import type { InferenceRow, ScoredRow } from '../../../../core/rows.ts';
import { scoreDocument } from '../../../../core/scoring/score-document.ts';
import type { ScoreDocumentInput } from '../../../../core/scoring/score-document.ts';
import type { RenderedDocument, Task, TaskConfig } from '../../../../core/task.ts';

export function taskConfig(overrides: Partial<TaskConfig> = {}): TaskConfig {
  return {
    task: 'colours',
    dataset_path: 'synthetic',
    output_type: 'generate_until',
    description: '',
    target_delimiter: ' ',
    fewshot_delimiter: '\n\n',
    num_fewshot: 0,
    metric_list: [{ metric: 'exact_match', aggregation: 'mean', higher_is_better: true }],
    filter_list: [],
    generation_kwargs: {},
    repeats: 1,
    score_key: 'score',
    $directory: '/tasks/colours',
    ...overrides,
  };
}

export function answer(
  output: InferenceRow['output'],
  overrides: Partial<InferenceRow> = {},
): InferenceRow {
  return {
    doc: 5,
    repeat: 0,
    status: 'ok',
    ...(output === undefined ? {} : { output }),
    usage: {},
    attempts: 1,
    origin: 'fresh',
    promptSha256: 'p',
    docSha256: 'd',
    mediaSha256: [],
    ...overrides,
  };
}

export interface ScoreOptions extends Partial<
  Omit<ScoreDocumentInput, 'task' | 'rows' | 'rendered'>
> {
  readonly config?: Partial<TaskConfig>;
  readonly rendered?: Partial<RenderedDocument>;
  readonly processResults?: Task['processResults'];
}

/** Scores answers to document 5, whose target is "red". */
export function score(
  rows: readonly InferenceRow[],
  options: ScoreOptions = {},
): readonly ScoredRow[] {
  const { config, rendered: given, processResults, ...rest } = options;
  const rendered: RenderedDocument = { messages: [], target: 'red', ...given };
  const task: Task = {
    config: taskConfig(config),
    functions: NO_FUNCTIONS,
    render: () => rendered,
    ...(processResults === undefined ? {} : { processResults }),
  };
  return scoreDocument({
    doc: 5,
    document: {},
    reasoningTags: null,
    ...rest,
    task,
    rendered,
    rows,
  });
}
