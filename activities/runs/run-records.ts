import { EvalError } from '../../core/errors.ts';
import type { GroupDefinition } from '../../core/group-scores.ts';
import type { TaskResult } from '../../core/results.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import type { TaskConfig } from '../../core/task.ts';
import type { ArtifactReference } from '../../core/artifact-reference.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { PlanResult } from '../steps.ts';
import { runPaths } from '../../core/run-paths.ts';

/** A task as frozen when the run was planned: what every later stage works from. */
export interface TaskRecord {
  readonly task: string;
  readonly config: TaskConfig;
  readonly split: string;
  /** First document, an index into the dataset. */
  readonly offset: number;
  /** Documents evaluated. */
  readonly documents: number;
  /** Documents in the split. */
  readonly original: number;
  readonly datasetFingerprint: string;
}

export interface RunManifest {
  readonly version: 1;
  readonly spec: EvaluationSpec;
  readonly plan: PlanResult;
  readonly sourceRunId?: string;
  readonly groups: readonly GroupDefinition[];
  readonly software: { readonly version: string; readonly gitHash: string; readonly node: string };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export async function readRecord<Record>(
  store: ArtifactStore,
  key: string,
): Promise<Record | undefined> {
  const bytes = await store.getIfPresent(key);
  return bytes === undefined ? undefined : (parse(store, key, bytes) as Record);
}

async function requireRecord<Record>(store: ArtifactStore, key: string): Promise<Record> {
  const record = await readRecord<Record>(store, key);
  if (record !== undefined) return record;
  throw new EvalError(
    'store-not-visible',
    `Cannot read ${key} from ${store.url}: it is not there. This worker does not see the run's artifact store; run it on a host that shares the folder, or use an s3:// store.`,
    { retry: { afterMs: 1000 } },
  );
}

export async function writeRecord(
  store: ArtifactStore,
  key: string,
  record: unknown,
): Promise<void> {
  await store.put(key, encoder.encode(`${JSON.stringify(record, null, 2)}\n`));
}

/** The submission itself: what every worker that may take this run's work can read. */
export const requireSubmission = (store: ArtifactStore, runId: string) =>
  requireRecord<unknown>(store, runPaths.spec(runId));

export const readManifest = (store: ArtifactStore, runId: string) =>
  requireRecord<RunManifest>(store, runPaths.manifest(runId));

export const readTaskRecord = (store: ArtifactStore, runId: string, task: string) =>
  requireRecord<TaskRecord>(store, runPaths.taskRecord(runId, task));

export const readSealedLedger = (store: ArtifactStore, runId: string, task: string) =>
  requireRecord<ArtifactReference>(store, runPaths.sealedLedger(runId, task));

export const readTaskResult = (store: ArtifactStore, runId: string, task: string) =>
  readRecord<TaskResult>(store, runPaths.taskResult(runId, task));

function parse(store: ArtifactStore, key: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch (cause) {
    throw new EvalError(
      'artifact-corrupt',
      `Cannot read ${key} from ${store.url}: ${bytes.length} bytes that are not JSON. Delete the object and resume the run.`,
      { cause },
    );
  }
}
