import type { Client } from '@temporalio/client';
import { EvalError } from '../core/errors.ts';
import type { RunHandle } from './find-run.ts';
import { moveToCurrentBuild } from './move-to-current-build.ts';
import { startRun } from './start-run.ts';

/**
 * Starts a run that ended again from its ledger. A run that still runs needs no resuming, unless the
 * build that it is pinned to has no workers left: then it is moved to the current one.
 */
export async function resumeRun(
  client: Client,
  run: RunHandle,
  retryFailed: boolean,
): Promise<void> {
  if (run.execution?.status === 'RUNNING') {
    if (await moveToCurrentBuild(client, run)) return;
    throw new EvalError(
      'spec-invalid',
      `Cannot resume run ${run.runId}: it is running. Watch it with assay runs show ${run.runId}; a paused run goes on with assay runs continue ${run.runId}.`,
    );
  }
  await startRun({
    client,
    openStore: run.openStore,
    spec: run.spec,
    ...(run.sourceRunId === undefined ? {} : { sourceRunId: run.sourceRunId }),
    again: { retryFailed },
  });
}
