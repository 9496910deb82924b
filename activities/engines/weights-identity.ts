import { createHash } from 'node:crypto';
import type { ModelFiles } from './model-files.ts';

/** Of a large file this many bytes are read at the beginning, in the middle and at the end. */
const SAMPLE_BYTES = 1 << 20;

/**
 * A digest of the weights. Checkpoints have hundreds of gigabytes, so of each file its size and three samples
 * count: another training step changes every tensor, and the header of a safetensors file names them all.
 */
export async function weightsIdentity(files: ModelFiles): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, bytes } of await files.list()) {
    hash.update(`${name}\n${bytes}\n`);
    const last = Math.max(0, bytes - SAMPLE_BYTES);
    for (const start of new Set([0, Math.floor(last / 2), last])) {
      const end = Math.min(bytes, start + SAMPLE_BYTES);
      if (end > start) hash.update(await files.range(name, start, end));
    }
  }
  return hash.digest('hex');
}
