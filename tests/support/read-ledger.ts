import type { ArtifactStore } from '../../activities/artifacts/artifact-store.ts';
import { readRows } from '../../activities/ledger/read-rows.ts';
import { readSealedLedger, readTaskRecord } from '../../activities/runs/run-records.ts';
import type { InferenceRow } from '../../core/rows.ts';

/** All accepted rows of a task, in (document, repeat) order. */
export async function readLedger(
  store: ArtifactStore,
  runId: string,
  task: string,
): Promise<InferenceRow[]> {
  const { documents } = await readTaskRecord(store, runId, task);
  const index = await readSealedLedger(store, runId, task);
  const rows: InferenceRow[] = [];
  for await (const row of readRows({ store, index, start: 0, end: documents })) rows.push(row);
  return rows;
}
