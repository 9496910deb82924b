import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import type { ArtifactStore } from '../activities/artifacts/artifact-store.ts';
import { EvalError } from '../core/errors.ts';
import { runPaths } from '../core/run-paths.ts';
import type { EvaluationSpec } from '../core/spec.ts';
import type { evaluate } from '../workflows/index.ts';
import type { EvaluationClientOptions } from './evaluation-client-options.ts';
import { workflowIdOf, type RunMemo } from './start-run.ts';

export type EvaluateHandle = WorkflowHandle<typeof evaluate>;

/** A run with all that is needed to act on it. */
export interface RunHandle {
  readonly runId: string;
  readonly workflow: EvaluateHandle;
  readonly spec: EvaluationSpec;
  readonly sourceRunId: string | undefined;
  readonly store: ArtifactStore;
  readonly openStore: (url: string) => ArtifactStore;
  /** undefined when the server has forgotten the run. */
  readonly execution:
    | { readonly status: string; readonly startedAt: Date; readonly closedAt: Date | undefined }
    | undefined;
}

/** Looks a run up: on the server, and its specification in the artifact store. */
export async function findRun(
  options: Pick<EvaluationClientOptions, 'client' | 'openStore' | 'defaultStore'>,
  runId: string,
): Promise<RunHandle> {
  const workflow = options.client.workflow.getHandle<typeof evaluate>(workflowIdOf(runId));
  const described = await describeIfKnown(workflow);
  const memo = described?.memo as RunMemo | undefined;
  const store = options.openStore(memo?.store ?? options.defaultStore);
  const bytes = await store.getIfPresent(runPaths.spec(runId));
  if (bytes === undefined) {
    throw new EvalError(
      described ? 'artifact-missing' : 'spec-invalid',
      described
        ? `Cannot read run ${runId}: the server knows it, but ${store.url} holds no ${runPaths.spec(runId)}. Run this where the run's store is visible.`
        : `Cannot find run ${runId}: neither the Temporal server nor ${store.url} knows it. See assay runs list.`,
    );
  }
  const { spec, sourceRunId } = JSON.parse(Buffer.from(bytes).toString()) as {
    readonly spec: EvaluationSpec;
    readonly sourceRunId?: string;
  };
  return {
    runId,
    workflow,
    spec,
    sourceRunId,
    store,
    openStore: options.openStore,
    execution: described && {
      status: described.status.name,
      startedAt: described.startTime,
      closedAt: described.closeTime,
    },
  };
}

async function describeIfKnown(workflow: EvaluateHandle) {
  try {
    return await workflow.describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
