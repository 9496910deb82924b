import { createHash } from 'node:crypto';
import type { ArtifactReference } from '../../core/artifact-reference.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** Stores bytes under `${keyPrefix}/${sha256}.${extension}`; writing the same again changes nothing. */
// oxlint-disable-next-line max-params -- store, name in two parts, bytes and their count read in order
export function writeArtifact(
  store: Pick<ArtifactStore, 'putIfAbsent'>,
  keyPrefix: string,
  extension: string,
  bytes: Uint8Array,
  count: number,
): Promise<ArtifactReference> {
  return writeNamedArtifact(store, (sha256) => `${keyPrefix}/${sha256}.${extension}`, bytes, count);
}

/** The same where the key holds more than the digest; it must hold the digest. */
export async function writeNamedArtifact(
  store: Pick<ArtifactStore, 'putIfAbsent'>,
  keyOf: (sha256: string) => string,
  bytes: Uint8Array,
  count: number,
): Promise<ArtifactReference> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = keyOf(sha256);
  await store.putIfAbsent(key, bytes);
  return { key, sha256, bytes: bytes.byteLength, count };
}
