import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { TaskResult, TaskScores } from '../../core/results.ts';
import type { ScoredRow } from '../../core/rows.ts';
import { sampleScores } from '../../core/scoring/sample-scores.ts';
import { submissionPlan } from '../../core/scoring/submission-form.ts';
import { createTaskAggregator } from '../../core/scoring/task-aggregator.ts';
import { compareTask } from '../../core/scoring/task-comparison.ts';
import { DEFAULT_BOOTSTRAP_ITERATIONS } from '../../core/statistics/bootstrap-iterations.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readJsonLines } from '../artifacts/read-json-lines.ts';
import { readBaseline } from '../baselines/read-baseline.ts';
import { readRows } from '../ledger/read-rows.ts';
import { runPaths } from '../../core/run-paths.ts';
import {
  readManifest,
  readSealedLedger,
  readTaskRecord,
  writeRecord,
  type TaskRecord,
} from '../runs/run-records.ts';
import type { AggregateInput, AggregateResult } from '../steps.ts';
import type { SampleRecord } from './sample-record.ts';
import { writeSubmission } from './submission-file.ts';
import { TimingSummary } from './timing-summary.ts';

const CHUNK_BYTES = 256 * 1024;
/** Metrics named in the activity's result; all are in the artifact. */
const MAX_HEADLINE = 5;

/** Turns the sample records of a task into its result, streaming, in document order. */
export async function aggregateTask(options: {
  readonly input: AggregateInput;
  readonly store: ArtifactStore;
}): Promise<AggregateResult> {
  const { input, store } = options;
  const { runId, task } = input;
  const record = await readTaskRecord(store, runId, task);
  const { spec } = await readManifest(store, runId);
  const totals = new TaskTotals();
  const resampling = {
    bootstrapIterations: spec.bootstrapIterations ?? DEFAULT_BOOTSTRAP_ITERATIONS,
    seed: spec.seeds.numpy ?? 0,
  };
  const aggregator = createTaskAggregator({
    config: record.config,
    functions: await loadFunctions(record.config),
    ...resampling,
  });
  const baseline = await readBaseline(store, runId, task);

  async function* samples(): AsyncGenerator<SampleRecord> {
    for (const reference of input.scores) yield* readJsonLines<SampleRecord>(store, reference);
  }
  async function* sampleLines(): AsyncGenerator<Uint8Array> {
    let pending = '';
    for await (const sample of samples()) {
      totals.add(sample);
      aggregator.add(scoredRowOf(sample), categoriesOf(sample));
      const scores =
        baseline && sampleScores(sample as unknown as JsonObject, record.config.score_key);
      if (scores !== undefined) baseline?.pairing.addCurrent(scores);
      pending += `${JSON.stringify(sample)}\n`;
      if (pending.length < CHUNK_BYTES) continue;
      yield Buffer.from(pending);
      pending = '';
    }
    if (pending !== '') yield Buffer.from(pending);
  }
  await store.put(runPaths.samples(runId, task), sampleLines());
  const scores =
    input.status === 'completed' ? aggregator.finish() : await countsOnly(store, input, record);
  const comparison =
    baseline !== undefined && input.status === 'completed'
      ? compareTask(baseline.pairing.finish(), { name: baseline.name, ...resampling })
      : undefined;
  const plan = submissionPlan(record.config);
  const submission =
    plan !== undefined && input.status === 'completed'
      ? await writeSubmission(plan, samples, { store, runId, task, documents: record.documents })
      : undefined;
  const result = {
    ...taskResult(input, record, scores, totals),
    ...(submission === undefined ? {} : { submission }),
    ...(comparison === undefined ? {} : { comparison }),
  };
  await writeRecord(store, runPaths.taskResult(runId, task), result);
  return { task, headline: headlineOf(result) };
}

/** Of a task over its failure budget: how the documents ended, and no number. */
async function countsOnly(
  store: ArtifactStore,
  input: AggregateInput,
  record: TaskRecord,
): Promise<TaskScores> {
  const counts = { ok: 0, unparsed: 0, refused: 0, failed: 0, skipped: 0 };
  const index = await readSealedLedger(store, input.runId, input.task);
  let answered = 0;
  for await (const row of readRows({ store, index, start: 0, end: record.documents })) {
    if (row.repeat > 0) continue;
    counts[row.status] += 1;
    answered += 1;
  }
  counts.skipped += record.documents - answered;
  return { metrics: {}, higherIsBetter: {}, counts, categories: {} };
}

function taskResult(
  input: AggregateInput,
  record: TaskRecord,
  scores: TaskScores,
  totals: TaskTotals,
): TaskResult {
  const { config } = record;
  return {
    task: record.task,
    alias: config.task_alias ?? record.task,
    version: versionOf(config.metadata),
    numFewshot: config.num_fewshot,
    status: input.status,
    failures: input.failures,
    documents: { original: record.original, effective: record.documents },
    ...scores,
    usage: totals.usage(),
    taskHash: totals.hash(),
    timing: totals.timing.finish(),
  };
}

/** Sums over documents; each counts once however many filter pipelines it passed. */
class TaskTotals {
  readonly timing = new TimingSummary();
  readonly #hash = createHash('sha256');
  #lastDoc = -1;
  #calls = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #reasoningTokens = 0;

  add(sample: SampleRecord): void {
    if (sample.doc_id === this.#lastDoc) return;
    this.#lastDoc = sample.doc_id;
    this.timing.add(sample.execution);
    this.#hash.update(`${sample.doc_hash}${sample.prompt_hash}\n`);
    this.#calls += sample.token_counts.length;
    for (const counts of sample.token_counts as Record<string, number | null>[]) {
      this.#inputTokens += counts['input_tokens'] ?? 0;
      this.#outputTokens += counts['output_tokens'] ?? 0;
      this.#reasoningTokens += counts['reasoning_tokens'] ?? 0;
    }
  }

  usage(): TaskResult['usage'] {
    return {
      calls: this.#calls,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      reasoningTokens: this.#reasoningTokens,
    };
  }

  hash(): string {
    return this.#hash.digest('hex');
  }
}

function scoredRowOf(sample: SampleRecord): ScoredRow {
  return {
    doc: sample.doc_id,
    filter: sample.filter,
    status: sample.status,
    target: sample.target,
    responses: sample.resps as readonly JsonValue[],
    filtered: sample.filtered_resps,
    metrics: sample.metrics,
    ...(sample.repeat_scores === undefined ? {} : { repeatScores: sample.repeat_scores }),
    ...(sample.cluster === undefined ? {} : { cluster: sample.cluster }),
  };
}

function categoriesOf(sample: SampleRecord): Record<string, string> | undefined {
  return sample.category === undefined ? undefined : { category: sample.category };
}

function versionOf(metadata: JsonValue | undefined): JsonValue {
  if (typeof metadata === 'object' && metadata !== null && 'version' in metadata) {
    return metadata['version'] ?? null;
  }
  return 'Yaml';
}

function headlineOf(result: TaskResult): AggregateResult['headline'] {
  return Object.entries(result.metrics)
    .filter(([key]) => !/_(stderr|ci95|n)\b|_(stderr|ci95)_/.test(key))
    .slice(0, MAX_HEADLINE)
    .map(([metric, value]) => ({ metric, value: typeof value === 'number' ? value : 'N/A' }));
}
