import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasWildcard } from '../../tasks/wildcard.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { ListFiles, OpenFile } from './byte-source.ts';
import { openFileByteSource } from './file-byte-source.ts';
import { matchesPath } from './matches-path.ts';
import { openStoreByteSource } from './store-byte-source.ts';

export interface FileOpener {
  readonly openFile: OpenFile;
  readonly listFiles: ListFiles;
}

export interface CreateFileOpenerOptions {
  /** Opens the folder of an s3:// file as a store. */
  readonly openStore: (url: string) => ArtifactStore;
}

/** Reads data files from disk and from S3-compatible storage. */
export function createFileOpener(options: CreateFileOpenerOptions): FileOpener {
  return {
    async openFile(location) {
      if (!location.startsWith('s3://')) return openFileByteSource(localPath(location));
      const { folder, name, query } = splitUrl(location);
      return openStoreByteSource(options.openStore(folder + query), name);
    },
    async listFiles(pattern) {
      if (!pattern.startsWith('s3://')) return listLocal(localPath(pattern));
      return listStore(pattern, options.openStore);
    },
  };
}

function localPath(location: string): string {
  return location.startsWith('file://') ? fileURLToPath(location) : location;
}

/** Connection options ride behind a question mark, as in the store's own URL. */
function splitUrl(url: string): { folder: string; name: string; query: string } {
  const [path = '', ...queries] = url.split('?');
  const slash = path.lastIndexOf('/');
  const query = queries.length === 0 ? '' : `?${queries.join('?')}`;
  return { folder: path.slice(0, slash), name: path.slice(slash + 1), query };
}

async function listLocal(pattern: string): Promise<readonly string[]> {
  const { root, rest } = splitPattern(pattern.split(sep));
  const folder = root.join(sep) || sep;
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: rest.length > 1, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
  const prefixLength = folder.endsWith(sep) ? folder.length : folder.length + 1;
  return found.filter((path) => matchesPath(rest, path.slice(prefixLength).split(sep))).sort();
}

async function listStore(
  pattern: string,
  openStore: (url: string) => ArtifactStore,
): Promise<readonly string[]> {
  // A question mark starts the connection options here, so it is no wildcard in a URL.
  const [path = '', ...queries] = pattern.split('?');
  const { root, rest } = splitPattern(path.split('/'));
  const query = queries.length === 0 ? '' : `?${queries.join('?')}`;
  const folder = root.join('/');
  const found: string[] = [];
  for await (const { key } of openStore(folder + query).list('')) {
    if (matchesPath(rest, key.split('/'))) found.push(`${folder}/${key}${query}`);
  }
  return found.sort();
}

function splitPattern(parts: readonly string[]): { root: string[]; rest: string[] } {
  const first = parts.findIndex(hasWildcard);
  return { root: parts.slice(0, first), rest: parts.slice(first) };
}
