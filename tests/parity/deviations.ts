type Input = Readonly<Record<string, unknown>>;

interface Deviation {
  /** Its heading in docs/deviations.md. */
  readonly heading: string;
  readonly functions: readonly string[];
  readonly applies: (input: Input) => boolean;
}

const DEVIATIONS: readonly Deviation[] = [
  {
    heading: 'Median',
    functions: ['agg:median'],
    applies: () => true,
  },
  {
    heading: 'Median',
    functions: ['bootstrap_stderr'],
    applies: ({ metric }) => metric === 'median',
  },
  {
    heading: 'Boxed answers with braces inside',
    functions: ['parse_reasoning_model_answer', 'verifiers.NumberExtractor'],
    applies: (input) => /\\boxed\{[^}]*\{/.test(String(input['model_answer'] ?? input['text'])),
  },
  {
    heading: 'Numbers in model arguments',
    functions: ['handle_arg_string'],
    applies: ({ arg }) => !/^[\x20-\x7e]*$/.test(String(arg)) || /^(?:nan|inf)$/i.test(String(arg)),
  },
  {
    heading: 'Standard error of weighted perplexity',
    functions: ['stderr_for_metric'],
    applies: ({ metric }) => metric === 'weighted_perplexity',
  },
  {
    heading: 'Combined standard error of a group',
    functions: ['combined_sample_stderr'],
    applies: () => true,
  },
];

/** The heading under which a difference from the peer is explained, where the product does right. */
export function deviationOf(name: string, input: Input): string | undefined {
  const found = DEVIATIONS.find(
    ({ functions, applies }) => functions.includes(name) && applies(input),
  );
  return found?.heading;
}

export function deviationHeadings(): string[] {
  return [...new Set(DEVIATIONS.map(({ heading }) => heading))];
}
