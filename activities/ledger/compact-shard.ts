import type { ArtifactReference } from '../../core/artifact-reference.ts';
import { EvalError } from '../../core/errors.ts';
import { canonicalJson } from '../../core/json.ts';
import type { InferenceRow } from '../../core/rows.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { writeNamedArtifact } from '../artifacts/write-artifact.ts';
import { ledgerPaths } from './ledger-paths.ts';

export interface CompactShardInput {
  readonly store: Pick<ArtifactStore, 'putIfAbsent'>;
  readonly runId: string;
  readonly task: string;
  readonly start: number;
  readonly end: number;
  readonly repeats: number;
  readonly rows: readonly InferenceRow[];
}

/**
 * Writes the rows of a finished shard as one object: in order, one per (document, repeat), and byte
 * for byte the same whatever order they came in, so that the digest names the result.
 */
export async function compactShard(input: CompactShardInput): Promise<ArtifactReference> {
  const { store, runId, task, start, end } = input;
  const rows = [...input.rows].sort(
    (left, right) => left.doc - right.doc || left.repeat - right.repeat,
  );
  checkComplete(input, rows);
  const text = rows.map((row) => `${canonicalJson(row)}\n`).join('');
  const keyOf = (sha256: string) => ledgerPaths.shard(runId, task, { start, end }, sha256);
  return writeNamedArtifact(store, keyOf, Buffer.from(text), rows.length);
}

function checkComplete(input: CompactShardInput, sorted: readonly InferenceRow[]): void {
  const { task, start, end, repeats } = input;
  for (let index = 0; index < Math.max(sorted.length, (end - start) * repeats); index += 1) {
    const doc = start + Math.floor(index / repeats);
    const repeat = index % repeats;
    const row = sorted[index];
    if (row?.doc === doc && row.repeat === repeat && doc < end) continue;
    throw new EvalError(
      'internal',
      `Cannot close shard ${start}-${end} of task ${task}: expected ${doc < end ? `the row of document ${doc}, repeat ${repeat}` : 'no more rows'}, got ${row ? `document ${row.doc}, repeat ${row.repeat}` : 'none'}. Report this as a fault of Assay; the finished rows are kept.`,
    );
  }
}
