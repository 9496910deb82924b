import { createReadStream } from 'node:fs';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkArtifactKey } from '../../core/artifact-key.ts';
import type { ArtifactInfo, ArtifactStore, StoreCapabilities } from './artifact-store.ts';
import { checkByteRange } from './byte-range.ts';
import { artifactMissing, isAbsent, systemCodeOf, toFileStoreError } from './file-errors.ts';
import { checkKeyPrefix } from './key-prefix.ts';
import { openAppendFile } from './open-append-file.ts';
import { honoursConditionalWrites, rememberSuccess } from './probe-store.ts';
import { walkFiles } from './walk-files.ts';
import { removeStaleTemporaryFiles, writeDurably, writeDurablyIfAbsent } from './write-durably.ts';

const STREAM_CHUNK_BYTES = 256 * 1024;

/** Objects as files under one folder; serves one host, or several over a shared POSIX file system. */
export function createFileStore(root: string): ArtifactStore {
  const url = pathToFileURL(root).href;
  const pathOf = (key: string) => join(root, checkArtifactKey(key));

  const getIfPresent = (key: string) => readIfPresent(pathOf(key));
  const get = async (key: string): Promise<Uint8Array> => {
    const bytes = await getIfPresent(key);
    if (bytes === undefined) throw artifactMissing(key, url);
    return bytes;
  };
  const putIfAbsent = async (key: string, body: Uint8Array) =>
    writeDurablyIfAbsent(root, pathOf(key), body);
  const remove = async (keys: readonly string[]): Promise<void> => {
    for (const path of keys.map(pathOf)) await removeFile(path);
  };

  return {
    url,
    probe: rememberSuccess(async (): Promise<StoreCapabilities> => {
      await removeStaleTemporaryFiles(root);
      const conditionalWrites = await honoursConditionalWrites({
        url,
        putIfAbsent,
        get,
        delete: remove,
      });
      return { conditionalWrites, append: true };
    }),
    putIfAbsent,
    async put(key, body) {
      return { key, bytes: await writeDurably(root, pathOf(key), body) };
    },
    get,
    getIfPresent,
    async getRange(key, start, end) {
      checkByteRange(key, start, end);
      const bytes = await readRange(pathOf(key), start, end);
      if (bytes === undefined) throw artifactMissing(key, url);
      return bytes;
    },
    async *stream(key) {
      const path = pathOf(key);
      try {
        yield* createReadStream(path, { highWaterMark: STREAM_CHUNK_BYTES });
      } catch (error) {
        if (isAbsent(error)) throw artifactMissing(key, url);
        throw systemCodeOf(error) === '' ? error : toFileStoreError(error, 'read', path);
      }
    },
    head: async (key) => headOf(key, pathOf(key)),
    list: (prefix) => walkFiles(root, checkKeyPrefix(prefix)),
    delete: remove,
    viewerUrl: pathOf,
    openAppend: async (key) => openAppendFile(pathOf(key)),
  };
}

async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toFileStoreError(error, 'read', path);
  }
}

async function readRange(
  path: string,
  start: number,
  end: number,
): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(
          bytes,
          filled,
          bytes.length - filled,
          start + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toFileStoreError(error, 'read', path);
  }
}

async function headOf(key: string, path: string): Promise<ArtifactInfo | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? { key, bytes: found.size } : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toFileStoreError(error, 'look up', path);
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path);
  } catch (error) {
    // rm reports a folder with its own code; neither a folder nor an absent file is an object.
    if (isAbsent(error) || systemCodeOf(error) === 'ERR_FS_EISDIR') return;
    throw toFileStoreError(error, 'delete', path);
  }
}
