import { createHash } from 'node:crypto';
import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { ByteSource } from './byte-source.ts';

/** An object of a store as a data file; only the ranges that are asked for are fetched. */
export async function openStoreByteSource(store: ArtifactStore, key: string): Promise<ByteSource> {
  const location = `${store.url.replace(/\?.*$/, '').replace(/\/$/, '')}/${key}`;
  const info = await store.head(key);
  if (info === undefined) {
    throw new EvalError(
      'dataset-not-found',
      `Cannot open the data file ${location}: it does not exist. Check data_files and the bucket.`,
      { data: { isMissing: true } },
    );
  }
  return {
    location,
    size: info.bytes,
    read: (start, end) =>
      end > start ? store.getRange(key, start, end) : Promise.resolve(new Uint8Array()),
    async sha256() {
      const hash = createHash('sha256');
      for await (const chunk of store.stream(key)) hash.update(chunk);
      return hash.digest('hex');
    },
    close: () => Promise.resolve(),
  };
}
