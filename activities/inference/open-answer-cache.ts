import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { openResponseCache } from '../ledger/response-cache.ts';
import type { RunManifest } from '../runs/run-records.ts';
import { createAnswerCache, noCache, type AnswerCache } from './answer-cache.ts';

/** The response cache of a run, as of now. */
export async function openAnswerCache(
  openStore: (url: string) => ArtifactStore,
  { spec, plan }: RunManifest,
): Promise<AnswerCache> {
  if (spec.cache === undefined) return noCache;
  const cache = openResponseCache({ store: openStore(spec.cache), modelKey: plan.modelKey });
  await cache.refresh();
  return createAnswerCache(cache, { runId: spec.runId, modelKey: plan.modelKey });
}
