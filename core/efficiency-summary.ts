/** What the answers of one task cost and brought. */
export interface TaskEfficiency {
  readonly docs: number;
  readonly docsWithTokenCounts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Sum of the positive scores. */
  readonly correctScore: number;
}

export type EfficiencyFigures = Readonly<
  Record<
    | 'docs'
    | 'docs_with_token_counts'
    | 'total_input_tokens'
    | 'total_output_tokens'
    | 'total_tokens'
    | 'total_correct_score'
    | 'avg_output_tokens_per_sample',
    number
  > & { readonly tokens_per_correct_answer: number | null }
>;

export interface EfficiencySummary {
  readonly by_task: Readonly<Record<string, EfficiencyFigures>>;
  readonly overall: EfficiencyFigures;
}

/** Tokens per document and per correct answer, task by task and over all. */
export function summariseEfficiency(
  tasks: Readonly<Record<string, TaskEfficiency>>,
): EfficiencySummary {
  const all = Object.values(tasks);
  const sum = (value: (task: TaskEfficiency) => number): number =>
    all.reduce((total, task) => total + value(task), 0);
  return {
    by_task: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, figuresOf(task)]),
    ),
    overall: figuresOf({
      docs: sum(({ docs }) => docs),
      docsWithTokenCounts: sum(({ docsWithTokenCounts }) => docsWithTokenCounts),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      correctScore: sum(({ correctScore }) => correctScore),
    }),
  };
}

function figuresOf(task: TaskEfficiency): EfficiencyFigures {
  const { docs, docsWithTokenCounts, inputTokens, outputTokens, correctScore } = task;
  return {
    docs,
    docs_with_token_counts: docsWithTokenCounts,
    total_input_tokens: inputTokens,
    total_output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    total_correct_score: correctScore,
    avg_output_tokens_per_sample: docsWithTokenCounts > 0 ? outputTokens / docsWithTokenCounts : 0,
    tokens_per_correct_answer: correctScore > 0 ? outputTokens / correctScore : null,
  };
}
