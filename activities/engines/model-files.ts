import { open, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvalError } from '../../core/errors.ts';
import { openStore } from '../artifacts/open-store.ts';

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
}

/** The files of a checkpoint, in a folder of this host or in an artifact store. */
export interface ModelFiles {
  readonly location: string;
  /** Where the engine can open them itself; undefined for a store. */
  readonly folder: string | undefined;
  /** In name order. */
  list(): Promise<readonly ModelFile[]>;
  /** Bytes from `start` up to but without `end`. */
  range(name: string, start: number, end: number): Promise<Uint8Array>;
  stream(name: string): AsyncIterable<Uint8Array>;
}

/** undefined where `model` is a name that the engine resolves by itself: a Hub id, or one of its store. */
export async function findModelFiles(model: string): Promise<ModelFiles | undefined> {
  if (model.startsWith('file://')) return folderFiles(model, fileURLToPath(model));
  if (/^[a-z0-9]+:\/\//.test(model)) return storeFiles(model);
  const isFolder = await stat(model).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return folderFiles(model, resolve(model));
  if (!/^[./~]/.test(model)) return undefined;
  throw new EvalError(
    'model-not-found',
    `Cannot open the model ${model}: there is no such folder on this host. Give a folder, a Hub id such as org/name, or the URL of a folder in an artifact store.`,
  );
}

function folderFiles(location: string, folder: string): ModelFiles {
  return {
    location,
    folder,
    async list() {
      const files: ModelFile[] = [];
      for (const name of (await readdir(folder)).sort()) {
        const found = await stat(join(folder, name));
        if (found.isFile()) files.push({ name, bytes: found.size });
      }
      return files;
    },
    async range(name, start, end) {
      const file = await open(join(folder, name));
      try {
        const buffer = Buffer.alloc(end - start);
        const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    async *stream(name) {
      const file = await open(join(folder, name));
      yield* file.createReadStream();
    },
  };
}

function storeFiles(location: string): ModelFiles {
  const store = openStore(location);
  return {
    location,
    folder: undefined,
    async list() {
      const files: ModelFile[] = [];
      for await (const { key, bytes } of store.list('')) files.push({ name: key, bytes });
      if (files.length > 0) return files;
      throw new EvalError(
        'model-not-found',
        `Cannot open the model ${store.url}: nothing is stored under that address.`,
      );
    },
    range: (name, start, end) => store.getRange(name, start, end),
    stream: (name) => store.stream(name),
  };
}
