import type { InferenceRow } from '../../core/rows.ts';
import { compactShard } from '../ledger/compact-shard.ts';
import type { ShardResult } from '../steps.ts';
import type { InferShardOptions } from './infer-shard-options.ts';
import type { ShardProgress } from './shard-progress.ts';

/** Writes the finished rows of a shard as one artifact and sums them up. */
export async function closeShard(
  options: Pick<InferShardOptions, 'input' | 'open' | 'store' | 'cache'>,
  progress: ShardProgress,
  rows: ReadonlyMap<string, InferenceRow>,
  elapsedMs: number,
): Promise<ShardResult> {
  const { input, open, store } = options;
  const artifact = await compactShard({
    store,
    runId: input.runId,
    task: input.task,
    start: input.start,
    end: input.end,
    repeats: open.record.config.repeats,
    rows: [...rows.values()],
  });
  await options.cache.flush();
  return {
    start: input.start,
    end: input.end,
    artifact,
    ok: progress.ok,
    refused: progress.refused,
    failed: progress.failed,
    skipped: progress.skipped,
    cached: progress.cached,
    failures: progress.failures(),
    inputTokens: progress.inputTokens,
    outputTokens: progress.outputTokens,
    elapsedMs: Math.round(elapsedMs),
  };
}
