import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { EvalError } from '../../../core/errors.ts';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import { openStore } from '../../artifacts/open-store.ts';

/** Bytes hashed before other work gets its turn: about 2 ms of SHA-256. */
const HASH_CHUNK_BYTES = 1 << 20;

/** A model directory, on disk or in an artifact store. Names are relative and slash-separated. */
export interface ModelSource {
  /** As the user wrote it. */
  readonly location: string;
  names(): Promise<ReadonlySet<string>>;
  read(name: string): Promise<Uint8Array>;
  /** Where the runtime can open the file itself; undefined for stores. */
  pathOf(name: string): string | undefined;
  /** SHA-256 of the file's bytes, lower-case hex. */
  digest(name: string): Promise<string>;
}

/** Digests already computed, by path, size, inode and times of change. */
export type DigestCache = Map<string, string>;

export function openModelSource(location: string, digests: DigestCache): ModelSource {
  if (location.startsWith('file://'))
    return folderSource(location, fileURLToPath(location), digests);
  if (/^[a-z0-9]+:\/\//.test(location)) return storeSource(location);
  return folderSource(location, resolve(location), digests);
}

function folderSource(location: string, folder: string, digests: DigestCache): ModelSource {
  return {
    location,
    names: async () => {
      const top = await namesIn(folder);
      if (top === undefined) throw absent(location);
      const graphs = (await namesIn(join(folder, 'onnx'))) ?? [];
      return new Set([...top, ...graphs.map((name) => `onnx/${name}`)]);
    },
    read: (name) => readFile(join(folder, name)),
    pathOf: (name) => join(folder, name),
    digest: async (name) => {
      const path = join(folder, name);
      // Tools that copy a checkpoint in place can keep its size and mtime; nothing can keep ctime.
      const { size, mtimeMs, ctimeMs, ino } = await stat(path);
      const key = `${path}\n${size}\n${mtimeMs}\n${ctimeMs}\n${ino}`;
      const known = digests.get(key);
      if (known !== undefined) return known;
      const digest = await sha256Of(createReadStream(path, { highWaterMark: HASH_CHUNK_BYTES }));
      digests.set(key, digest);
      return digest;
    },
  };
}

/** A store can replace an object without a trace in its size, so no digest of one is remembered. */
function storeSource(location: string): ModelSource {
  let store: ArtifactStore | undefined;
  const open = (): ArtifactStore => (store ??= openStore(location));
  return {
    location,
    names: async () => {
      const found = new Set<string>();
      for await (const { key } of open().list('')) found.add(key);
      if (found.size === 0) throw absent(location);
      return found;
    },
    read: (name) => open().get(name),
    pathOf: () => undefined,
    digest: (name) => sha256Of(open().stream(name)),
  };
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch {
    return undefined;
  }
}

async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += HASH_CHUNK_BYTES) {
      hash.update(chunk.subarray(start, start + HASH_CHUNK_BYTES));
      // A store may hand out a file in one piece.
      if (chunk.length > HASH_CHUNK_BYTES) await nextTurn();
    }
  }
  return hash.digest('hex');
}

function absent(location: string): EvalError {
  return new EvalError(
    'model-not-found',
    `Cannot open the model directory ${location}: it does not exist or is empty. Give the path of a model in the Hugging Face ONNX layout as --model_args pretrained=PATH.`,
  );
}
