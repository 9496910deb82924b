import { TASK_DEVIATIONS } from './task-deviations.ts';
import { matchesWildcard } from '../../tasks/wildcard.ts';

type Input = Readonly<Record<string, unknown>>;

export interface Deviation {
  /** Its heading in docs/deviations.md. */
  readonly heading: string;
  /** `task:` and a name, which may have wildcards, for a task of the catalogue. */
  readonly functions: readonly string[];
  readonly applies: (input: Input) => boolean;
  /** What it explains of a task; default: every mismatch. */
  readonly mismatches?: (text: string) => boolean;
}

const DEVIATIONS: readonly Deviation[] = [
  ...TASK_DEVIATIONS,
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
  {
    heading: 'Response cache keys',
    functions: [
      'compute_cache_key',
      'canonicalize_gen_kwargs',
      'is_deterministic',
      'cache_relevant_keys',
      'unwrap_generation_output',
    ],
    applies: () => true,
  },
  {
    heading: 'Document hashes',
    functions: ['doc_hash'],
    applies: () => true,
  },
  {
    heading: 'Rate limits by status',
    functions: ['is_rate_limit_error'],
    applies: () => true,
  },
  {
    heading: 'Prefixes of several messages',
    functions: ['extract_text_prefix_from_chat_messages'],
    applies: ({ messages }) => JSON.stringify(messages).split('"').length > 9,
  },
  {
    heading: 'Truth values in model arguments',
    functions: ['parse_bool'],
    applies: () => true,
  },
  {
    heading: 'Reasoning tokens in totals',
    functions: ['summarize_usage_metrics'],
    applies: ({ records }) => (records as Input[]).some((record) => record['reasoning_tokens']),
  },
  {
    heading: 'Throughput by the wall clock',
    functions: ['summarize_logged_metrics'],
    applies: () => true,
  },
  {
    heading: 'Layout of the result table',
    functions: ['make_table'],
    applies: () => true,
  },
  {
    heading: 'Names in file names',
    functions: ['sanitize_model_name', 'sanitize_task_name'],
    applies: () => true,
  },
  {
    heading: 'Secrets in recorded settings',
    functions: ['redact_config_secrets'],
    applies: () => true,
  },
  {
    heading: 'Wording of judge prompts',
    functions: ['judge.build_binary_prompt.sha256'],
    applies: () => true,
  },
  {
    heading: 'Helpers without a counterpart',
    functions: [
      'sanitize_long_string',
      'general_detokenize',
      'create_iterator',
      'get_rolling_token_windows',
      'divide',
      'chunks',
      'Reorderer',
      'get_file_task_name',
      'get_file_datetime',
    ],
    applies: () => true,
  },
  {
    heading: 'Open questions of MMMU',
    functions: ['task:mmmu_val'],
    applies: () => true,
    mismatches: (text) =>
      /^document \d+, results: .*"question_type":"open"|^mmmu_acc,none: /.test(text) ||
      isOtherError(text),
  },
  {
    heading: 'Empty answers of MVBench',
    functions: ['task:mvbench_action_count'],
    applies: () => true,
    mismatches: (text) => text.startsWith('mvbench_accuracy,none: ') || isOtherError(text),
  },
  {
    heading: 'OCRBench over a part of its data',
    functions: ['task:ocrbench'],
    applies: () => true,
    mismatches: (text) => text.startsWith('ocrbench_accuracy,none: ') || isOtherError(text),
  },
  {
    heading: 'Yes ratio of POPE',
    functions: ['task:pope'],
    applies: () => true,
    mismatches: (text) => text.startsWith('pope_yes_ratio,none: ') || isOtherError(text),
  },
  {
    heading: 'Targets of TextVQA and VQAv2',
    functions: ['task:textvqa_val', 'task:vqav2_val'],
    applies: () => true,
    mismatches: (text) => /^document \d+, target: expected "answer", got /.test(text),
  },
  {
    heading: 'Standard errors of a benchmark’s own score',
    functions: ['task:*'],
    applies: () => true,
    mismatches: isOtherError,
  },
];

/** Between the headings of a task whose replies differ for several reasons. */
const AND = '; ';

/** The heading under which a difference from the peer is explained, where the product does right. */
export function deviationOf(name: string, input: Input): string | undefined {
  const found = DEVIATIONS.filter(
    ({ functions, applies }) =>
      functions.some((pattern) => matchesWildcard(pattern, name)) && applies(input),
  );
  const headings = [...new Set(found.map(({ heading }) => heading))];
  return headings.length === 0 ? undefined : headings.join(AND);
}

/** Whether a mismatch, in the words of the checker, is one that the headings explain. */
export function explainsMismatch(headings: string, text: string): boolean {
  const named = headings.split(AND);
  const known = DEVIATIONS.filter((deviation) => named.includes(deviation.heading));
  return known.some(({ mismatches }) => mismatches === undefined || mismatches(text));
}

export function deviationHeadings(): string[] {
  return [...new Set(DEVIATIONS.map(({ heading }) => heading))];
}

/** An error where the peer has none, none where the peer's is of another score, or percent for a share. */
function isOtherError(text: string): boolean {
  const shown = /^\w+_stderr(?:_clt|_clustered)?,[\w-]+: expected (\S+), got (\S+)$/.exec(text);
  if (shown === null) return false;
  const [expected, given] = [Number(shown[1]), Number(shown[2])];
  if (shown[1] === '"N/A"') return Number.isFinite(given);
  return shown[2] === '"N/A"' || Math.abs(given - 100 * expected) <= 1e-9 * Math.abs(given);
}
