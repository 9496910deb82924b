import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { OpenTask } from '../runs/open-task.ts';
import type { InferInput, ShardHeartbeat } from '../steps.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { PooledModel } from './model-pool.ts';

/** What one attempt at a shard works with. */
export interface InferShardOptions {
  readonly input: InferInput;
  readonly open: OpenTask;
  readonly store: ArtifactStore;
  readonly model: PooledModel;
  readonly cache: AnswerCache;
  /** 1 for the first attempt; later ones first take over what the ledger holds. */
  readonly attempt: number;
  /** Distinguishes attempts that Temporal numbers alike (a second execution of the run). */
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onProgress: (read: () => ShardHeartbeat) => void;
}
