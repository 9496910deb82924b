import { createHash } from 'node:crypto';
import type { ArtifactReference } from '../../core/artifact-reference.ts';
import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** The bytes of an artifact, proven to be the ones referred to; a bad transfer is fetched once more. */
export async function readArtifact(
  store: Pick<ArtifactStore, 'get' | 'url'>,
  reference: ArtifactReference,
): Promise<Uint8Array> {
  let bytes = await store.get(reference.key);
  if (isIntact(bytes, reference)) return bytes;
  bytes = await store.get(reference.key);
  if (isIntact(bytes, reference)) return bytes;
  throw artifactCorrupt(store.url, reference, bytes.byteLength);
}

export function artifactCorrupt(
  storeUrl: string,
  reference: ArtifactReference,
  foundBytes: number,
): EvalError {
  return new EvalError(
    'artifact-corrupt',
    `Cannot use artifact ${reference.key} from ${storeUrl}: expected ${reference.bytes} bytes with SHA-256 ${reference.sha256.slice(0, 12)}…, got ${foundBytes} that do not match. Check the disk or bucket, delete the object and run its stage again.`,
    { data: { key: reference.key, expectedBytes: reference.bytes, foundBytes } },
  );
}

function isIntact(bytes: Uint8Array, reference: ArtifactReference): boolean {
  return (
    bytes.byteLength === reference.bytes &&
    createHash('sha256').update(bytes).digest('hex') === reference.sha256
  );
}
