import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { ArtifactStore } from '../activities/artifacts/artifact-store.ts';
import { EvalError, messageOf } from '../core/errors.ts';
import { CONTROL_QUEUE } from '../core/queue-names.ts';
import { runPaths } from '../core/run-paths.ts';
import { keywordAttribute } from '../core/search-attributes.ts';
import type { EvaluationSpec } from '../core/spec.ts';
import type { evaluate } from '../workflows/index.ts';

/** What the server keeps beside a run so that it can be listed without asking a worker. */
export interface RunMemo extends Record<string, unknown> {
  readonly store: string;
  readonly model: string;
  readonly tasks: readonly string[];
  readonly user: string;
}

/** Task selectors shown in a list; the spec in the store holds all. */
const MEMO_TASKS = 20;
/** More than this does not belong into a history. */
const MAX_SPEC_BYTES = 10_000;

export function workflowIdOf(runId: string): string {
  return `evaluate/${runId}`;
}

/** Submits a run. The specification is written first, so that a lost server can be made up for. */
export async function startRun(options: {
  readonly client: Client;
  readonly openStore: (url: string) => ArtifactStore;
  readonly spec: EvaluationSpec;
  readonly sourceRunId?: string;
  /** A further execution of a run that ended. */
  readonly again?: { readonly retryFailed: boolean };
}): Promise<{ readonly runId: string; readonly workflowId: string }> {
  const { client, spec, sourceRunId, again } = options;
  const { runId } = spec;
  const bytes = Buffer.from(`${JSON.stringify({ spec, sourceRunId }, null, 2)}\n`);
  if (bytes.length > MAX_SPEC_BYTES) {
    throw new EvalError(
      'spec-invalid',
      `Cannot submit run ${runId}: its specification is ${bytes.length} bytes, more than the ${MAX_SPEC_BYTES} that a history should hold. Name groups or wildcards instead of single tasks, and shorten the system instruction.`,
    );
  }
  await options.openStore(spec.store).put(runPaths.spec(runId), bytes);
  const workflowId = workflowIdOf(runId);
  const memo: RunMemo = {
    store: spec.store,
    model: spec.model.id,
    tasks: spec.tasks.slice(0, MEMO_TASKS),
    user: spec.user,
  };
  try {
    await client.workflow.start<typeof evaluate>('evaluate', {
      taskQueue: CONTROL_QUEUE,
      workflowId,
      workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      args: [
        {
          spec,
          ...(sourceRunId === undefined ? {} : { sourceRunId }),
          resumed: again !== undefined,
          retryFailed: again?.retryFailed ?? false,
        },
      ],
      memo,
      staticSummary: `${spec.model.id}: ${spec.tasks.join(', ')}`.slice(0, 180),
      priority: { priorityKey: spec.priority, fairnessKey: spec.fairnessKey },
      typedSearchAttributes: [
        keywordAttribute('EvalRun', runId),
        keywordAttribute('EvalModel', spec.model.id),
        keywordAttribute('EvalUser', spec.user),
        keywordAttribute('EvalStage', 'submitted'),
      ],
    });
  } catch (cause) {
    throw startError(cause, runId);
  }
  return { runId, workflowId };
}

function startError(cause: unknown, runId: string): EvalError {
  if (cause instanceof WorkflowExecutionAlreadyStartedError) {
    return new EvalError(
      'spec-invalid',
      `Cannot start run ${runId}: a run of that name exists. Choose another --run_id, or see assay runs show ${runId}.`,
      { cause },
    );
  }
  const details = messageOf(cause instanceof Error && cause.cause ? cause.cause : cause);
  return new EvalError(
    'server-unreachable',
    `Cannot submit run ${runId} to the Temporal server: ${details}. Run assay doctor to see what is missing.`,
    { cause },
  );
}
