import type { ArtifactReference } from '../../core/artifact-reference.ts';
import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readArtifact } from '../artifacts/read-artifact.ts';
import { writeArtifact } from '../artifacts/write-artifact.ts';
import { ledgerPaths, type DocumentRange } from './ledger-paths.ts';

/** An accepted shard: what its infer activity returned. */
export interface ShardReference extends DocumentRange {
  readonly artifact: ArtifactReference;
}

export interface RecordShardsInput {
  readonly store: ArtifactStore;
  readonly runId: string;
  readonly task: string;
  /** The index so far; null before the first. */
  readonly previous?: ArtifactReference | null;
  readonly shards: readonly ShardReference[];
}

/** In the file each shard is one flat record. */
type IndexEntry = DocumentRange & ArtifactReference;

/** Adds shards to the list of accepted ones and returns the new list; adding one again changes nothing. */
export async function recordShards(input: RecordShardsInput): Promise<ArtifactReference> {
  const { store, runId, task, previous, shards } = input;
  const known = previous ? await readShardIndex(store, previous) : [];
  const sorted = withoutRepeats([...known, ...shards]).sort(
    (left, right) => left.start - right.start || left.end - right.end,
  );
  refuseOverlaps(task, sorted);
  const entries = sorted.map(toEntry);
  const bytes = Buffer.from(`${JSON.stringify({ shards: entries })}\n`);
  return writeArtifact(store, ledgerPaths.indexes(runId, task), 'json', bytes, entries.length);
}

/** Accepted shards by first document. */
export async function readShardIndex(
  store: Pick<ArtifactStore, 'get' | 'url'>,
  index: ArtifactReference,
): Promise<ShardReference[]> {
  const text = new TextDecoder().decode(await readArtifact(store, index));
  const { shards } = JSON.parse(text) as { readonly shards: readonly IndexEntry[] };
  return shards.map(({ start, end, ...artifact }) => ({ start, end, artifact }));
}

function toEntry({ start, end, artifact }: ShardReference): IndexEntry {
  const { key, sha256, bytes, count } = artifact;
  return { start, end, key, sha256, bytes, count };
}

function withoutRepeats(shards: readonly ShardReference[]): ShardReference[] {
  return [...new Map(shards.map((shard) => [shard.artifact.key, shard])).values()];
}

/** Two accepted shards with one document would count it twice. */
function refuseOverlaps(task: string, sorted: readonly ShardReference[]): void {
  for (const [position, shard] of sorted.entries()) {
    const next = sorted[position + 1];
    if (next === undefined || shard.end <= next.start) continue;
    throw new EvalError(
      'internal',
      `Cannot record shard ${next.start}-${next.end} of task ${task}: documents from ${next.start} on were already accepted with shard ${shard.start}-${shard.end}. Report this as a fault of Assay; the accepted rows are kept.`,
    );
  }
}
