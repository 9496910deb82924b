import { afterEach } from 'vitest';
import type { RunResult } from '../../client/evaluation-client.ts';
import { stableResults } from '../../core/results-file.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import { keepWorkers } from './chaos-workers.ts';
import { spawnFakeEndpoint, type SpawnedFakeEndpoint } from './spawn-fake-endpoint.ts';
import { testSpec } from './test-spec.ts';
import { startTestStack, type TestStack } from './test-stack.ts';
import { writeTextTask } from './text-task.ts';

export const CHAOS_TASK = 'letters';
/** Model calls in flight in each worker process. */
export const CHAOS_CONCURRENCY = 8;

export interface ChaosBenchOptions {
  readonly documents: number;
  /** Of one answer while the run is disturbed; the undisturbed run is answered at once. */
  readonly latencyMs: number;
  readonly store?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The endpoint refuses every other key. */
  readonly apiKey?: string;
}

/** One benchmark against one endpoint, with the results that no fault may change. */
export interface ChaosBench {
  readonly stack: TestStack;
  readonly endpoint: SpawnedFakeEndpoint;
  readonly documents: number;
  /** The stable part of an undisturbed run's results file, as text. */
  readonly undisturbed: string;
  start(changes?: Partial<EvaluationSpec>): Promise<ChaosRun>;
  stop(): Promise<void>;
}

/** Work for a run beyond one call per document. */
export interface ChaosWaste {
  /** Calls, whether or not their answer was still received by anyone. */
  readonly sentAgain: number;
  /** Answers: what an endpoint that bills by the answer asks money for twice. */
  readonly answeredAgain: number;
}

export interface ChaosRun {
  readonly runId: string;
  readonly startedAtMs: number;
  /** Prompts answered for this run so far; its document count and more once work is paid for twice. */
  answered(): Promise<number>;
  waste(): Promise<ChaosWaste>;
  whenAnswered(count: number): Promise<void>;
  /** The end of the run, which must come by itself within this time. */
  finish(withinMs: number): Promise<RunResult>;
}

/**
 * Runs the benchmark once on one worker, then brings the endpoint back slower at the same address and
 * leaves the stack without workers. The endpoint outlives the workers and counts what it answers.
 */
export async function startChaosBench(options: ChaosBenchOptions): Promise<ChaosBench> {
  const { documents, apiKey } = options;
  const key = apiKey === undefined ? {} : { apiKey };
  const stack = await startTestStack({
    ...(options.store === undefined ? {} : { store: options.store }),
    environment: options.environment ?? {},
  });
  const include = writeTextTask(stack.folder, { name: CHAOS_TASK, documents });
  const fast = await spawnFakeEndpoint({ ...key, latencyMs: 1 });
  const { baseUrl } = fast;
  const bench = { stack, include, baseUrl, documents };
  const run = await startRun(bench, fast);
  const undisturbed = stableText(await run.finish(120_000));
  await keepWorkers(stack, 0);
  await fast.stop();
  const port = Number(new URL(baseUrl).port);
  const endpoint = await spawnFakeEndpoint({ ...key, port, latencyMs: options.latencyMs });
  return {
    stack,
    endpoint,
    documents,
    undisturbed,
    start: (changes) => startRun(bench, endpoint, changes),
    async stop() {
      await stack.stop();
      await endpoint.stop();
    },
  };
}

export function stableText(result: RunResult): string {
  return JSON.stringify(stableResults(result.results));
}

/** The end of a run, which must come by itself within this time. */
export async function finishInTime(
  stack: TestStack,
  runId: string,
  withinMs: number,
): Promise<RunResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The run ${runId} did not end within ${withinMs} ms.`));
    }, withinMs);
  });
  try {
    const result = await Promise.race([stack.evaluations.result(runId), late]);
    if (result.status !== 'completed') console.error(JSON.stringify(result.failures, null, 1));
    return result;
  } catch (error) {
    console.error(JSON.stringify(await stack.evaluations.describe(runId).catch(String), null, 1));
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Prints the end of every worker's log when a test of this file fails. */
export function printWorkerLogsOnFailure(stack: () => TestStack | undefined): void {
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const worker of stack()?.workers ?? []) {
      console.error(`--- ${worker.logFile} (${worker.pid})\n${worker.log().slice(-3_000)}`);
    }
  });
}

async function startRun(
  bench: {
    readonly stack: TestStack;
    readonly include: string;
    readonly baseUrl: string;
    readonly documents: number;
  },
  endpoint: SpawnedFakeEndpoint,
  changes: Partial<EvaluationSpec> = {},
): Promise<ChaosRun> {
  const { stack, documents } = bench;
  const args = {
    model: 'fake-model',
    base_url: bench.baseUrl,
    num_concurrent: CHAOS_CONCURRENCY,
    adaptive_concurrency: false,
  };
  const spec = testSpec(stack.storeUrl, {
    model: { id: 'openai_compatible', args },
    tasks: [CHAOS_TASK],
    includePaths: [bench.include],
    ...changes,
  });
  const before = await endpoint.stats();
  await stack.evaluations.start(spec);
  const answered = async () => (await endpoint.stats()).answered - before.answered;
  return {
    runId: spec.runId,
    startedAtMs: Date.now(),
    answered,
    async waste() {
      const now = await endpoint.stats();
      return {
        sentAgain: now.requests - before.requests - documents,
        answeredAgain: now.answered - before.answered - documents,
      };
    },
    async whenAnswered(count) {
      while ((await answered()) < count) await pause(20);
    },
    finish: (withinMs) => finishInTime(stack, spec.runId, withinMs),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
