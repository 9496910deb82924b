import type { FakeEndpointStats } from '../support/fake-endpoint.ts';
import type { SpawnedFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { writeTextTask } from '../support/text-task.ts';
import type { BenchStack } from './bench-stack.ts';
import { runEval, type EvalRun } from './run-eval.ts';

/** The load that every endpoint figure is about. */
export const LATENCY_MS = 20;
export const CONCURRENCY = 64;
/** Answers come in a few events, as a served model sends them. */
export const ENDPOINT = { latencyMs: LATENCY_MS, streamChunks: 3 };
export const LIMIT_PER_S = (CONCURRENCY / LATENCY_MS) * 1000;

export interface TextRun extends EvalRun {
  readonly stats: FakeEndpointStats;
}

/** Evaluates so many generated questions at the endpoint; every one must be answered. */
export async function runTextLoad(
  stack: BenchStack,
  endpoint: SpawnedFakeEndpoint,
  documents: number,
): Promise<TextRun> {
  await endpoint.resetStats();
  const run = await runEval(stack, textLoadArguments(stack, endpoint, documents));
  const stats = await endpoint.resetStats();
  if (stats.prompts !== documents) {
    throw new Error(`The endpoint saw ${stats.prompts} questions, not ${documents}.`);
  }
  return { ...run, stats };
}

export function textLoadArguments(
  stack: BenchStack,
  endpoint: SpawnedFakeEndpoint,
  documents: number,
): string[] {
  const name = `bench_text_${documents}`;
  const include = writeTextTask(stack.folder, { name, documents });
  const model = `model=fake-model,base_url=${endpoint.baseUrl},num_concurrent=${CONCURRENCY}`;
  return [
    ['--model', 'openai_compatible', '--model_args', model],
    ['--tasks', name, '--include_path', include],
  ].flat();
}

/** From the first request to the last answer, as the endpoint saw them. */
export function requestPhaseMs(stats: FakeEndpointStats): number {
  if (stats.firstRequestAtMs === null || stats.lastAnswerAtMs === null) {
    throw new Error('The endpoint answered nothing.');
  }
  return stats.lastAnswerAtMs - stats.firstRequestAtMs;
}
