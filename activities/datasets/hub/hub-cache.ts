import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EvalError, messageOf } from '../../../core/errors.ts';

/**
 * What was read from the Hub. Blocks lie under the digest of their whole file, so that commits and
 * repositories share them; records say what a commit holds and what a branch pointed to. Any number of
 * processes may use one folder: files appear whole, by renaming.
 */
export interface HubCache {
  readonly folder: string;
  /** The JSON of a record; undefined when it is absent or damaged. */
  record(key: string): Promise<unknown>;
  keepRecord(key: string, value: unknown): Promise<void>;
  /** Undefined when the block is absent or not the bytes that were written. */
  block(file: string, index: number): Promise<Uint8Array | undefined>;
  keepBlock(file: string, index: number, bytes: Uint8Array): Promise<void>;
  blocksOf(file: string): Promise<Set<number>>;
  dropFile(file: string): Promise<void>;
}

/** Bytes of SHA-256 before each block's own: a block torn by a crash of the host is read as absent. */
const DIGEST_BYTES = 32;

export function createHubCache(folder: string): HubCache {
  const recordPath = (key: string) => join(folder, 'records', `${key}.json`);
  const fileFolder = (file: string) => join(folder, 'files', file.slice(0, 9), file);
  const blockPath = (file: string, index: number) => join(fileFolder(file), `${index}.block`);
  return {
    folder,
    async record(key) {
      const text = await readIfPresent(recordPath(key));
      try {
        return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as unknown);
      } catch {
        return undefined;
      }
    },
    keepRecord: (key, value) => writeWhole(folder, recordPath(key), [JSON.stringify(value)]),
    async block(file, index) {
      const path = blockPath(file, index);
      const kept = await readIfPresent(path);
      if (kept === undefined) return undefined;
      const bytes = kept.subarray(DIGEST_BYTES);
      if (sha256(bytes).equals(kept.subarray(0, DIGEST_BYTES))) return bytes;
      await rm(path, { force: true });
      return undefined;
    },
    keepBlock: (file, index, bytes) =>
      writeWhole(folder, blockPath(file, index), [sha256(bytes), bytes]),
    async blocksOf(file) {
      const names = await readdir(fileFolder(file)).catch(() => []);
      return new Set(
        names.filter((name) => /^\d+\.block$/.test(name)).map((name) => Number.parseInt(name, 10)),
      );
    },
    dropFile: (file) => rm(fileFolder(file), { recursive: true, force: true }),
  };
}

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(dirname(path), error);
  });
}

async function writeWhole(
  folder: string,
  path: string,
  parts: readonly (string | Uint8Array)[],
): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, parts);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unusable(folder, error);
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function unusable(folder: string, error: unknown): EvalError {
  const isFull = /^(?:ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? '');
  return new EvalError(
    isFull ? 'store-full' : 'store-denied',
    `Cannot use the dataset cache ${folder}: ${messageOf(error)}. ${isFull ? 'Free space there' : 'Give this user permission there'}, or choose another folder with ASSAY_CACHE_DIR.`,
    { cause: error },
  );
}
