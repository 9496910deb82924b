import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure } from '@temporalio/common';
import type { JsonObject } from '../core/json.ts';
import type { FailureGroup } from '../core/results.ts';
import { runPaths } from '../core/run-paths.ts';
import type { RunPaths, RunResult, RunStatus } from './evaluation-client.ts';
import type { RunHandle } from './find-run.ts';
import { runStatus } from './run-status.ts';

/** Waits for the end of a run and reads what it left, whatever the end was. */
export async function readResult(run: RunHandle): Promise<RunResult> {
  let status: RunStatus = 'completed';
  let failure: FailureGroup | undefined;
  try {
    await run.workflow.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    status = error.cause instanceof CancelledFailure ? 'cancelled' : 'failed';
    if (status === 'failed') failure = failureOf(error);
  }
  const results = (await readResultsFile(run)) ?? {};
  const recorded = (results['failures'] ?? []) as unknown as readonly FailureGroup[];
  return {
    status: status === 'completed' ? runStatus('COMPLETED', false, results['status']) : status,
    results,
    failures: failure === undefined || explains(recorded, failure) ? recorded : [failure],
    paths: await pathsOf(run, results),
  };
}

/**
 * The causes in the results file are the full account, unless the file is that of an earlier execution
 * because this one could not write its own.
 */
function explains(recorded: readonly FailureGroup[], failure: FailureGroup): boolean {
  if (recorded.length === 0) return false;
  const isBudget = failure.code === 'failure-budget-exceeded';
  return isBudget || recorded.some(({ code }) => code === failure.code);
}

/** undefined while there is none. */
export async function readResultsFile(run: RunHandle): Promise<JsonObject | undefined> {
  const bytes = await run.store.getIfPresent(runPaths.results(run.runId));
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as JsonObject);
}

/** Where a person finds the files of a run that exist by now. */
export async function pathsOf(run: RunHandle, results: JsonObject): Promise<RunPaths> {
  const { store, runId } = run;
  const scored = Object.keys((results['results'] ?? {}) as JsonObject);
  const url = async (key: string) => ((await store.head(key)) ? store.viewerUrl(key) : undefined);
  const samples = await Promise.all(scored.map((task) => url(runPaths.samples(runId, task))));
  const resultsUrl = await url(runPaths.results(runId));
  const report = await url(runPaths.report(runId));
  return {
    ...(resultsUrl === undefined ? {} : { results: resultsUrl }),
    ...(report === undefined ? {} : { report }),
    samples: samples.filter((path) => path !== undefined),
  };
}

function failureOf(error: WorkflowFailedError): FailureGroup {
  const { cause } = error;
  if (cause instanceof ApplicationFailure) {
    return { code: cause.type ?? 'internal', message: cause.message, count: 1 };
  }
  const message =
    cause instanceof TerminatedFailure
      ? 'The run was terminated on the server. Resume it with assay runs resume.'
      : (cause?.message ?? error.message);
  return { code: 'internal', message, count: 1 };
}
