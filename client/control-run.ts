import { WorkflowUpdateFailedError } from '@temporalio/client';
import { EvalError, messageOf } from '../core/errors.ts';
import type { RunHandle } from './find-run.ts';

/** Sends a validated update; what the run refuses comes back as its own sentence. */
export async function controlRun(
  run: RunHandle,
  update: 'pause' | 'continue' | 'set-concurrency' | 'cancel-task',
  ...args: [] | [string | number]
): Promise<void> {
  if (run.execution?.status !== 'RUNNING') {
    throw new EvalError(
      'spec-invalid',
      `Cannot ${update} run ${run.runId}: it is not running (${(run.execution?.status ?? 'unknown to the server').toLowerCase()}). A run that ended goes on with assay runs resume ${run.runId}.`,
    );
  }
  try {
    await run.workflow.executeUpdate(update, { args: args as [] });
  } catch (cause) {
    if (!(cause instanceof WorkflowUpdateFailedError)) throw cause;
    throw new EvalError('spec-invalid', messageOf(cause.cause ?? cause), { cause });
  }
}
