import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { FailureGroup, TaskResult } from '../../../core/results.ts';
import { buildResultsFile, type ResultsParts } from '../../../core/results-file.ts';

const QUANTILES = { mean: 23.257, p50: 15.712, p90: 49.683, p99: 108.024, max: 108.04 };

export interface TaskFixture {
  readonly task: string;
  readonly state?: string;
  readonly result?: Partial<TaskResult>;
}

/** A results file as the real builder writes it, so a changed key breaks these tests. */
export function resultsOf(
  tasks: readonly TaskFixture[],
  changes: Partial<ResultsParts> = {},
): JsonObject {
  return buildResultsFile({
    spec: {
      runId: '20261120-223528-c0c1kw',
      model: { id: 'onnx', args: { pretrained: 'models/tiny' } },
      tasks: tasks.map(({ task }) => task),
      includePaths: [],
      store: 'file:///data',
      offset: 0,
      repeats: 1,
      batchSize: 16,
      generation: { temperature: 0 },
      reasoningTags: null,
      predictOnly: false,
      window: 16,
      taskWindow: 4,
      leases: 1,
      pool: 'local',
      priority: 3,
      fairnessKey: 'reader',
      seeds: { python: 0, numpy: 1234, torch: 1234, fewshot: 1234 },
      maxFailedFraction: 0.05,
      user: 'reader',
      submittedAt: '2026-11-20T22:35:28.446Z',
      resolvedCliArgs: { model: 'onnx', tasks: ['shapes'], batch_size: 16, limit: null },
    },
    model: { name: 'checkpoints/step-003000', key: 'a7f26a2f3fe4d98506dd4f95' },
    status: 'completed',
    tasks: tasks.map(({ task, state = 'completed', result }) => ({
      task,
      state,
      config: { task, generation_kwargs: { until: ['\n'] } },
      result:
        state === 'cancelled'
          ? undefined
          : taskResult(task, { status: state === 'failed' ? 'failed' : 'completed', ...result }),
    })),
    groups: {},
    groupResults: {},
    failures: [],
    software: {
      version: '0.1.0',
      gitHash: '0dc31e7e8cec8d2f51853c0dddd06a1cb14afbad',
      node: 'v20',
    },
    buildId: '0.1.0-05f0a9ab261c',
    sourceRunId: undefined,
    startedAt: 1_795_214_128.446,
    endedAt: 1_795_214_346.433,
    ...changes,
  });
}

export function failure(message: string, count = 1): FailureGroup {
  return { code: 'endpoint-error', message, count };
}

export function scoreBlock(metric: string, value: JsonValue, reach = 0.05): TaskResult['metrics'] {
  const ends = typeof value === 'number' ? [value - reach, value + reach] : 'N/A';
  return {
    [`${metric},none`]: value,
    [`${metric}_stderr,none`]: typeof value === 'number' ? reach / 2 : 'N/A',
    [`${metric}_ci95,none`]: ends,
    [`${metric}_n,none`]: 480,
  };
}

function taskResult(task: string, changes: Partial<TaskResult>): TaskResult {
  return {
    task,
    alias: task,
    version: 1,
    numFewshot: 0,
    status: 'completed',
    failures: [],
    documents: { original: 480, effective: 480 },
    metrics: scoreBlock('acc', 0.9875),
    higherIsBetter: { acc: true },
    counts: { ok: 480, unparsed: 0, refused: 0, failed: 0, skipped: 0 },
    categories: {
      color: { 'acc,none': { value: 0.53125, stderr: 0.0396, n: 160 } },
      count: { 'acc,none': { value: 1, stderr: 0, n: 79 } },
    },
    usage: { calls: 480, inputTokens: 32_239, outputTokens: 960, reasoningTokens: 0 },
    taskHash: '84b15cd3',
    timing: {
      latencyMs: QUANTILES,
      ttftMs: QUANTILES,
      tpotMs: null,
      latencyHistogram: [
        [54.02, 450],
        [108.04, 30],
      ],
    },
    ...changes,
  };
}
