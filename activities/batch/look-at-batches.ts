import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { noteBatchId, noteClosed, type BatchRecord } from './batch-records.ts';
import type { BatchState, ProviderBatches } from './provider-batches.ts';

/** A batch that was just being sent may take this long to show in the provider's list. */
const SETTLE_MS = 10_000;

export interface EndedBatch {
  readonly record: BatchRecord;
  readonly state: BatchState;
}

export interface BatchesSeen {
  /** Still at work, or not known to be ours yet. */
  readonly open: readonly BatchRecord[];
  readonly ended: readonly EndedBatch[];
}

/** How the batches that are not closed are getting on. Takes those over whose sender died. */
export async function lookAtBatches(
  provider: ProviderBatches,
  store: ArtifactStore,
  records: readonly BatchRecord[],
  signal: AbortSignal,
): Promise<BatchesSeen> {
  const open: BatchRecord[] = [];
  const ended: EndedBatch[] = [];
  for (const record of records) {
    if (record.closed !== undefined) continue;
    const id = record.batchId ?? (await takeOver(provider, store, record, signal));
    if (id === 'none') continue;
    if (id === 'uncertain') {
      open.push(record);
      continue;
    }
    const state = await provider.state(id, signal);
    if (state.ending === 'none') open.push(record);
    else ended.push({ record, state });
  }
  return { open, ended };
}

async function takeOver(
  provider: ProviderBatches,
  store: ArtifactStore,
  record: BatchRecord,
  signal: AbortSignal,
): Promise<string> {
  const { key, questions, intendedAtMs: sinceMs, path } = record;
  const found = await provider.find({ key, requests: questions.length, sinceMs }, signal);
  if (typeof found === 'object') {
    await noteBatchId(store, path, found.id);
    return found.id;
  }
  if (found === 'uncertain' || Date.now() - sinceMs < SETTLE_MS) return 'uncertain';
  await noteClosed(store, path, 'void');
  return 'none';
}
