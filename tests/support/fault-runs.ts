import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, onTestFailed } from 'vitest';
import type { ArtifactStore } from '../../activities/artifacts/artifact-store.ts';
import type { RunResult } from '../../client/evaluation-client.ts';
import type { JsonObject } from '../../core/json.ts';
import { stableResults } from '../../core/results-file.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { runPaths } from '../../core/run-paths.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import { readLedger } from './read-ledger.ts';
import { testSpec } from './test-spec.ts';
import type { TestStack } from './test-stack.ts';

export interface EndedRun {
  readonly runId: string;
  readonly result: RunResult;
  readonly tookMs: number;
}

/** Enough of a worker's log to see what it met. */
const LOG_CHARS = 6_000;

export function faultSpec(
  stack: TestStack,
  changes: Partial<EvaluationSpec> & Pick<EvaluationSpec, 'model' | 'tasks'>,
): EvaluationSpec {
  return testSpec(stack.storeUrl, changes);
}

export async function runToEnd(stack: TestStack, spec: EvaluationSpec): Promise<EndedRun> {
  const startedAt = performance.now();
  await stack.evaluations.start(spec);
  const result = await stack.evaluations.result(spec.runId);
  return { runId: spec.runId, result, tookMs: Math.round(performance.now() - startedAt) };
}

export async function resumeToEnd(
  stack: TestStack,
  runId: string,
  retryFailed = false,
): Promise<EndedRun> {
  const startedAt = performance.now();
  await stack.evaluations.resume(runId, { retryFailed });
  const result = await stack.evaluations.result(runId);
  return { runId, result, tookMs: Math.round(performance.now() - startedAt) };
}

/** What two equal runs must agree on byte by byte. */
export function stableText(run: { readonly result: RunResult }): string {
  return JSON.stringify(stableResults(run.result.results));
}

/** Every (document, repeat) exactly once in the accepted ledger, in order. */
export async function expectEachOnce(
  stack: Pick<TestStack, 'store'>,
  runId: string,
  task: string,
  documents: number,
): Promise<InferenceRow[]> {
  const rows = await readLedger(stack.store, runId, task);
  const expected = Array.from({ length: documents }, (_, doc) => `${doc}/0`);
  expect(rows.map((row) => `${row.doc}/${row.repeat}`)).toEqual(expected);
  return rows;
}

export async function readSamples(
  store: ArtifactStore,
  runId: string,
  task: string,
): Promise<JsonObject[]> {
  const bytes = await store.get(runPaths.samples(runId, task));
  const lines = Buffer.from(bytes).toString().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JsonObject);
}

export function countsOf(result: RunResult, task: string): Record<string, number> {
  return ((result.results['counts'] ?? {}) as JsonObject)[task] as Record<string, number>;
}

export function taskStates(result: RunResult): Record<string, string> {
  const tasks = (result.results['tasks'] ?? {}) as Record<string, { readonly state: string }>;
  return Object.fromEntries(Object.entries(tasks).map(([task, { state }]) => [task, state]));
}

export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await delay(20);
  }
}

/** No workflow of the run is open any more, so none of its activities is wanted. */
export async function expectNothingRuns(
  stack: TestStack,
  runId: string,
  tasks: readonly string[],
): Promise<void> {
  const ids = [`evaluate/${runId}`, ...tasks.map((task) => `evaluate/${runId}/${task}`)];
  for (const id of ids) {
    const handle = stack.client.workflow.getHandle(id);
    const description = await handle.describe().catch(() => undefined);
    expect([id, description?.status.name]).not.toEqual([id, 'RUNNING']);
    expect(description?.raw.pendingActivities ?? []).toEqual([]);
  }
}

/** A failing test shows what its workers had to say. */
export function printLogsOnFailure(stack: () => TestStack | undefined): void {
  beforeEach(() => {
    onTestFailed(() => {
      for (const [index, worker] of (stack()?.workers ?? []).entries()) {
        console.error(`--- log of worker ${index}\n${worker.log().slice(-LOG_CHARS)}`);
      }
    });
  });
}

/** One line of measured figures per test. */
export function printFigures(fault: string, figures: Readonly<Record<string, unknown>>): void {
  const text = Object.entries(figures).map(([name, value]) => `${name}=${String(value)}`);
  process.stdout.write(`[${fault}] ${text.join(' ')}\n`);
}
