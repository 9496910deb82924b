import { summariseEfficiency } from './efficiency-summary.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { FailureGroup, TaskResult } from './results.ts';
import { correctedComparisons } from './scoring/corrected-comparisons.ts';
import { pairedKeys } from './scoring/task-comparison.ts';
import type { EvaluationSpec } from './spec.ts';
import { summariseUsage } from './usage-summary.ts';
import { DEFAULT_BOOTSTRAP_ITERATIONS } from './statistics/bootstrap-iterations.ts';

/** What the results file is built from. */
export interface ResultsParts {
  readonly spec: EvaluationSpec;
  readonly model: { readonly name: string; readonly key: string };
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly tasks: readonly {
    readonly task: string;
    readonly state: string;
    readonly config: JsonObject;
    readonly result: TaskResult | undefined;
  }[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly groupResults: JsonObject;
  readonly failures: readonly FailureGroup[];
  readonly software: {
    readonly version: string;
    readonly gitHash: string;
    readonly node: string;
  };
  readonly buildId: string;
  readonly sourceRunId: string | undefined;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Keys whose values differ between two equal runs: clocks, run names and how the work was done. The
 * rest of a results file is byte-identical for the same model, tasks and settings.
 */
const VOLATILE_KEYS: readonly string[] = [
  'run_id',
  'date',
  'start_time',
  'end_time',
  'total_evaluation_time_seconds',
  'throughput',
  'timing',
  'execution',
];

/** The results file: lmms-eval's keys, with statuses, denominators and provenance added. */
export function buildResultsFile(parts: ResultsParts): JsonObject {
  const { spec, tasks } = parts;
  const done = tasks.flatMap(({ result }) => (result ? [result] : []));
  const byTask = <Value extends JsonValue>(value: (result: TaskResult) => Value) =>
    Object.fromEntries(done.map((result) => [result.task, value(result)]));
  return {
    status: parts.status,
    results: byTask((result) => ({
      alias: result.alias,
      ...result.metrics,
      ...pairedKeys(result.comparison),
    })),
    ...(Object.keys(parts.groupResults).length > 0 ? { groups: parts.groupResults } : {}),
    group_subtasks: parts.groups,
    configs: Object.fromEntries(tasks.map(({ task, config }) => [task, config])),
    versions: byTask((result) => result.version),
    'n-shot': byTask((result) => result.numFewshot),
    higher_is_better: byTask((result) => ({ ...result.higherIsBetter })),
    'n-samples': byTask((result) => ({ ...result.documents })),
    counts: byTask((result) => ({ ...result.counts })),
    categories: byTask((result) => result.categories as unknown as JsonObject),
    ...comparisonsOf(done),
    ...submissionsOf(done),
    tasks: Object.fromEntries(tasks.map((entry) => [entry.task, taskState(entry)])),
    failures: parts.failures.map((group) => ({ ...group })),
    config: runConfig(parts),
    task_hashes: byTask((result) => result.taskHash),
    usage: usageOf(done),
    efficiency: efficiencyOf(done),
    model_source: spec.model.id,
    model_name: parts.model.name,
    model_name_sanitized: sanitizedModelName(parts.model.name),
    model_key: parts.model.key,
    system_instruction: spec.systemInstruction ?? null,
    git_hash: parts.software.gitHash,
    assay_version: parts.software.version,
    ...(parts.sourceRunId === undefined ? {} : { rescored_from: parts.sourceRunId }),
    ...(spec.addedMetrics === undefined ? {} : { rescored_metrics: [...spec.addedMetrics] }),
    run_id: spec.runId,
    date: parts.startedAt,
    start_time: parts.startedAt,
    end_time: parts.endedAt,
    total_evaluation_time_seconds: String(parts.endedAt - parts.startedAt),
    execution: {
      build_id: parts.buildId,
      node: parts.software.node,
      submitted_at: spec.submittedAt,
      user: spec.user,
    },
    timing: byTask((result) => result.timing as unknown as JsonObject),
    throughput: throughputOf(done, parts.endedAt - parts.startedAt),
  };
}

function comparisonsOf(results: readonly TaskResult[]): JsonObject {
  const compared = results.flatMap(({ task, comparison }) =>
    comparison === undefined ? [] : [[task, comparison] as const],
  );
  if (compared.length === 0) return {};
  return { comparisons: correctedComparisons(Object.fromEntries(compared)) };
}

function submissionsOf(results: readonly TaskResult[]): JsonObject {
  const written = results.flatMap(({ task, submission }) =>
    submission === undefined ? [] : [[task, { ...submission }] as const],
  );
  return written.length === 0 ? {} : { submissions: Object.fromEntries(written) };
}

/** A results file without its volatile keys: what two equal runs must agree on byte by byte. */
export function stableResults(results: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(results).filter(([key]) => !VOLATILE_KEYS.includes(key)),
  );
}

/** The last two path parts, as file names have it: `Qwen__Qwen2.5-VL-3B`. */
export function sanitizedModelName(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '')
    .slice(-2)
    .join('/')
    .replaceAll(/[^A-Za-z0-9._-]/g, '__');
}

function taskState(entry: ResultsParts['tasks'][number]): JsonObject {
  return {
    state: entry.state,
    failures: (entry.result?.failures ?? []).map((group) => ({ ...group })),
  };
}

function runConfig(parts: ResultsParts): JsonObject {
  const { spec } = parts;
  return {
    model: spec.model.id,
    model_args: { ...spec.model.args },
    batch_size: spec.batchSize,
    limit: spec.limit ?? null,
    offset: spec.offset,
    bootstrap_iters: spec.bootstrapIterations ?? DEFAULT_BOOTSTRAP_ITERATIONS,
    gen_kwargs: spec.generation,
    repeats: spec.repeats,
    use_cache: spec.cache !== undefined,
    max_failed_fraction: spec.maxFailedFraction,
    random_seed: spec.seeds.python,
    numpy_seed: spec.seeds.numpy,
    torch_seed: spec.seeds.torch,
    fewshot_seed: spec.seeds.fewshot,
    resolved_cli_args: withoutRunNames(spec.resolvedCliArgs),
  };
}

/** Arguments that name this run or its place, rather than what was measured. */
const PLACE_ARGUMENTS: readonly string[] = [
  'config',
  'detach',
  'env',
  'fail_on',
  'fairness_key',
  'json',
  'leases',
  'output_path',
  'pool',
  'priority',
  'run_id',
  'store',
  'task_window',
  'timezone',
  'use_cache',
  'verbosity',
  'wait',
  'window',
  'yes',
];

function withoutRunNames(args: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(args).filter(([key]) => !PLACE_ARGUMENTS.includes(key)));
}

function usageOf(results: readonly TaskResult[]): JsonObject {
  const records = results.map(({ task, usage }) => ({
    task,
    source: 'model',
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: usage.outputTokens ?? 0,
    reasoningTokens: usage.reasoningTokens ?? 0,
    calls: usage.calls,
  }));
  return summariseUsage(records) as unknown as JsonObject;
}

function efficiencyOf(results: readonly TaskResult[]): JsonObject {
  const entries = results.map((result) => {
    const { usage, documents } = result;
    const isCounted = usage.inputTokens !== undefined || usage.outputTokens !== undefined;
    return [
      result.task,
      {
        docs: documents.effective,
        docsWithTokenCounts: isCounted ? documents.effective : 0,
        inputTokens: usage.inputTokens ?? 0,
        outputTokens: usage.outputTokens ?? 0,
        correctScore: correctScoreOf(result),
      },
    ] as const;
  });
  return summariseEfficiency(Object.fromEntries(entries)) as unknown as JsonObject;
}

/** Sum of the first metric where that is a share of right answers, else 0: nothing is known. */
function correctScoreOf({ metrics, higherIsBetter }: TaskResult): number {
  const key = Object.keys(metrics).find((name) => higherIsBetter[name.split(',')[0]!] === true);
  if (key === undefined) return 0;
  const [value, count] = [metrics[key], metrics[key.replace(',', '_n,')]];
  const isShare = typeof value === 'number' && value >= 0 && value <= 1;
  return isShare && typeof count === 'number' ? value * count : 0;
}

function throughputOf(results: readonly TaskResult[], seconds: number): JsonObject {
  const documents = results.reduce((sum, result) => sum + result.documents.effective, 0);
  const tokens = results.reduce((sum, result) => sum + (result.usage.outputTokens ?? 0), 0);
  return {
    total_gen_tokens: tokens,
    total_elapsed_time: seconds,
    documents_per_second: seconds > 0 ? documents / seconds : 0,
    tokens_per_second: seconds > 0 ? tokens / seconds : 0,
  };
}
