import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Down to this share of the limit, so that the next file does not ask for it again. */
const KEPT_SHARE = 0.9;
/** Left by processes that were killed; no decode takes this long. */
const FORGOTTEN_MS = 3_600_000;

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/**
 * Deletes the longest unused files of a folder above its limit. Several processes may do so at once: what
 * one deleted the others do not find, and a file that is being read stays readable until it is closed.
 */
export async function evictOldest(folder: string, maxBytes: number): Promise<void> {
  const scratch = await filesBelow(join(folder, 'scratch'));
  const now = Date.now();
  for (const { path, usedMs } of scratch) if (now - usedMs > FORGOTTEN_MS) await remove(path);

  const files = await filesBelow(join(folder, 'derived'));
  let held = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (held <= maxBytes) return;
  files.sort((left, right) => left.usedMs - right.usedMs);
  for (const { path, bytes } of files) {
    if (held <= maxBytes * KEPT_SHARE) return;
    await remove(path);
    held -= bytes;
  }
}

const remove = (path: string): Promise<void> => rm(path, { force: true });

async function filesBelow(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const found: Found[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.lock')) continue;
    const path = join(entry.parentPath, entry.name);
    const facts = await stat(path).catch(() => undefined);
    if (facts !== undefined) found.push({ path, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  return found;
}
