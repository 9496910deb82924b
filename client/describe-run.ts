import type { Client } from '@temporalio/client';
import type { JsonObject } from '../core/json.ts';
import type { FailureGroup } from '../core/results.ts';
import { runPaths } from '../core/run-paths.ts';
import { secretVariables } from '../core/secret-variables.ts';
import type { RunDescription, RunSummary } from './evaluation-client.ts';
import type { EvaluationClientOptions } from './evaluation-client-options.ts';
import { findRun, type RunHandle } from './find-run.ts';
import { readProgress } from './read-progress.ts';
import { pathsOf, readResultsFile } from './read-result.ts';
import { runStatus } from './run-status.ts';
import type { RunMemo } from './start-run.ts';

/** Runs that the server knows, newest first. */
export async function listRuns(
  options: EvaluationClientOptions,
  limit: number,
): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  const query = `WorkflowType = "evaluate" AND ExecutionStatus != "ContinuedAsNew"`;
  for await (const execution of options.client.workflow.list({ query, pageSize: limit })) {
    const memo = execution.memo as RunMemo | undefined;
    const runId = execution.workflowId.slice('evaluate/'.length);
    const isRunning = execution.status.name === 'RUNNING';
    const progress = isRunning
      ? await progressOf(options, runId)
      : await totalsOf(options, runId, memo?.store);
    summaries.push({
      runId,
      model: memo?.model ?? '',
      tasks: memo?.tasks ?? [],
      status: runStatus(execution.status.name, progress?.status === 'paused', progress?.status),
      done: progress?.done ?? 0,
      total: progress?.total ?? 0,
      startedAt: execution.startTime.toISOString(),
      ...(execution.closeTime ? { closedAt: execution.closeTime.toISOString() } : {}),
    });
    if (summaries.length >= limit) break;
  }
  return summaries;
}

/** A run that is listed may have lost its store: its line still shows. */
async function progressOf(options: EvaluationClientOptions, runId: string) {
  try {
    return await readProgress(options.client, await findRun(options, runId));
  } catch {
    return undefined;
  }
}

/** Documents of a finished run, from its results file. */
async function totalsOf(
  options: EvaluationClientOptions,
  runId: string,
  store: string | undefined,
): Promise<{ done: number; total: number; status?: unknown } | undefined> {
  try {
    const from = options.openStore(store ?? options.defaultStore);
    const bytes = await from.getIfPresent(runPaths.results(runId));
    return bytes && totals(JSON.parse(Buffer.from(bytes).toString()) as JsonObject);
  } catch {
    return undefined;
  }
}

/** Documents of the tasks that have results, and how many of them were answered. */
function totals(results: JsonObject): { done: number; total: number; status: unknown } {
  const samples = Object.values((results['n-samples'] ?? {}) as Record<string, JsonObject>);
  const counts = Object.values((results['counts'] ?? {}) as Record<string, JsonObject>);
  const sum = (values: readonly number[]) => values.reduce((one, other) => one + other, 0);
  const total = sum(samples.map((one) => Number(one['effective'] ?? 0)));
  const { status } = results;
  return { status, total, done: total - sum(counts.map((one) => Number(one['skipped'] ?? 0))) };
}

export async function describeRun(client: Client, run: RunHandle): Promise<RunDescription> {
  const { execution, spec } = run;
  const isRunning = execution?.status === 'RUNNING';
  const progress = isRunning ? await readProgress(client, run) : undefined;
  const results: JsonObject = isRunning ? {} : ((await readResultsFile(run)) ?? {});
  const { done, total } = totals(results);
  return {
    runId: run.runId,
    workflowId: run.workflow.workflowId,
    model: spec.model.id,
    tasks: spec.tasks,
    status: progress?.status ?? runStatus(execution?.status, false, results['status']),
    stage: progress?.stage ?? 'finished',
    done: progress?.done ?? done,
    total: progress?.total ?? total,
    user: spec.user,
    store: spec.store,
    secretNames: secretVariables(spec.model),
    startedAt: execution?.startedAt.toISOString() ?? spec.submittedAt,
    ...(execution?.closedAt ? { closedAt: execution.closedAt.toISOString() } : {}),
    ...(progress ? { progress } : {}),
    failures: (results['failures'] ?? []) as unknown as readonly FailureGroup[],
    paths: await pathsOf(run, results),
  };
}
