export interface ShardSizing {
  /** Documents not yet handed out. */
  readonly remaining: number;
  /** Shards in flight at once. */
  readonly window: number;
  /** Documents per second of one shard as measured so far; 0 before the first shard is back. */
  readonly documentsPerSecond: number;
  /** Declared cost of a document relative to a short text question (media, long outputs). */
  readonly documentCost: number;
}

/** Wall time aimed at per shard: long enough to drown the activity's own cost, short enough to retry. */
const TARGET_SECONDS = 45;
/** A shard's rows are held in memory until it is compacted. */
const MAX_DOCUMENTS = 4096;
/** First guess before anything is measured, and the least worth an activity, in short text questions. */
const FIRST_GUESS = 256;
const SMALLEST = 64;
/** A shard that is over sooner costs its own activity more than a straggler of this length costs the run. */
const SMALLEST_SECONDS = 0.2;

/**
 * Documents for the next shard: half of a fair share of what is left, so that early shards are large and
 * the tail is small enough for no straggler to hold the run, bounded by the measured speed.
 */
export function nextShardSize(sizing: ShardSizing): number {
  const scale = (documents: number) => Math.max(1, Math.round(documents / sizing.documentCost));
  const bySpeed =
    sizing.documentsPerSecond > 0
      ? Math.ceil(sizing.documentsPerSecond * TARGET_SECONDS)
      : scale(FIRST_GUESS);
  const largest = Math.min(MAX_DOCUMENTS, Math.max(1, bySpeed));
  const bySeconds = Math.floor(sizing.documentsPerSecond * SMALLEST_SECONDS);
  const smallest = Math.min(Math.max(scale(SMALLEST), bySeconds), largest);
  const share = Math.ceil(sizing.remaining / (2 * Math.max(1, sizing.window)));
  return Math.min(sizing.remaining, Math.min(largest, Math.max(smallest, share)));
}
