import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Of a large file this many bytes are read at the beginning, in the middle and at the end. */
const SAMPLE_BYTES = 1 << 20;

/**
 * A digest of the weights in a folder, or the name itself where it is no folder here. Checkpoints have
 * hundreds of gigabytes, so of each file its size and three samples count: another training step changes every
 * tensor, and the header of a safetensors file names them all.
 */
export async function weightsIdentity(model: string): Promise<string> {
  const isFolder = await stat(model).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return model;
  const hash = createHash('sha256');
  for (const name of (await readdir(model)).sort()) {
    const path = join(model, name);
    const found = await stat(path);
    if (!found.isFile()) continue;
    const { size } = found;
    hash.update(`${name}\n${size}\n`);
    for (const sample of await samplesOf(path, size)) hash.update(sample);
  }
  return hash.digest('hex');
}

async function samplesOf(path: string, size: number): Promise<Buffer[]> {
  const file = await open(path);
  try {
    const last = Math.max(0, size - SAMPLE_BYTES);
    const starts = [...new Set([0, Math.floor(last / 2), last])];
    return await Promise.all(
      starts.map(async (position) => {
        const buffer = Buffer.alloc(Math.min(SAMPLE_BYTES, size - position));
        await file.read(buffer, 0, buffer.length, position);
        return buffer;
      }),
    );
  } finally {
    await file.close();
  }
}
