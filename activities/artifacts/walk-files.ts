import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactInfo } from './artifact-store.ts';
import { isAbsent, toFileStoreError } from './file-errors.ts';

/** Files under `root` whose key begins with `prefix`, in the order of S3: by key, not by folder. */
export async function* walkFiles(root: string, prefix: string): AsyncIterable<ArtifactInfo> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  yield* walkFolder(root, folder, prefix);
}

async function* walkFolder(
  root: string,
  folderKey: string,
  prefix: string,
): AsyncIterable<ArtifactInfo> {
  for (const entry of await readSorted(join(root, folderKey))) {
    const key = folderKey + entry.name;
    const isFolder = entry.isDirectory();
    const path = isFolder ? `${key}/` : key;
    if (!path.startsWith(prefix) && !prefix.startsWith(path)) continue;
    if (isFolder) {
      yield* walkFolder(root, path, prefix);
    } else if (key.startsWith(prefix)) {
      const found = await stat(join(root, key)).catch(() => undefined);
      if (found !== undefined) yield { key, bytes: found.size };
    }
  }
}

async function readSorted(folder: string): Promise<Dirent[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw toFileStoreError(error, 'list', folder);
  }
  return entries
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((left, right) => (sortName(left) < sortName(right) ? -1 : 1));
}

/** `a-b` sorts before `a/x` and `a0` after it, as their whole keys do. */
function sortName(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}
