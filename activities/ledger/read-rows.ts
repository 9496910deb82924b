import type { ArtifactReference } from '../../core/artifact-reference.ts';
import type { InferenceRow } from '../../core/rows.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readArtifact } from '../artifacts/read-artifact.ts';
import { parseJsonLines } from '../artifacts/read-json-lines.ts';
import type { DocumentRange } from './ledger-paths.ts';
import { mapInOrder } from './map-in-order.ts';
import { readShardIndex } from './shard-index.ts';

/** The next shard is fetched while the rows of this one are used. */
const READ_AHEAD = 2;

export interface ReadRowsInput extends DocumentRange {
  readonly store: Pick<ArtifactStore, 'get' | 'url'>;
  readonly index: ArtifactReference;
}

/**
 * Accepted rows of the documents [start, end) by (document, repeat). Each shard is checked against
 * its digest before its first row is given out; documents no shard holds are simply not among them.
 */
export async function* readRows(input: ReadRowsInput): AsyncIterable<InferenceRow> {
  const { store, index, start, end } = input;
  const accepted = await readShardIndex(store, index);
  const wanted = accepted.filter((shard) => shard.start < end && shard.end > start);
  const bodies = mapInOrder(wanted, READ_AHEAD, (shard) => readArtifact(store, shard.artifact));
  for await (const [shard, bytes] of bodies) {
    for (const row of parseJsonLines<InferenceRow>(shard.artifact.key, bytes)) {
      if (row.doc >= start && row.doc < end) yield row;
    }
  }
}
