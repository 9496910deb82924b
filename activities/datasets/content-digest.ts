import { createHash } from 'node:crypto';
import type { ByteSource } from './byte-source.ts';

/** Files up to this size are read whole; larger ones would cost each worker more than its shard. */
const WHOLE_BYTES = 64 * 1024 * 1024;
const END_BYTES = 1024 * 1024;
const SAMPLES = 32;
const SAMPLE_BYTES = 64 * 1024;

/**
 * Tells a changed file from an unchanged one. Of a large file, its size, both ends and samples between:
 * a parquet or Arrow file that was written anew differs at its end, an edited text file in its size.
 */
export async function contentDigest(source: ByteSource): Promise<string> {
  const { size } = source;
  if (size <= WHOLE_BYTES) return source.sha256();
  const hash = createHash('sha256').update(`sampled ${size}\n`);
  hash.update(await source.read(0, END_BYTES));
  const step = Math.floor((size - 2 * END_BYTES) / SAMPLES);
  for (let index = 0; index < SAMPLES; index += 1) {
    const start = END_BYTES + index * step;
    hash.update(await source.read(start, start + SAMPLE_BYTES));
  }
  hash.update(await source.read(size - END_BYTES, size));
  return hash.digest('hex');
}
