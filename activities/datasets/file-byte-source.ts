import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { EvalError, messageOf } from '../../core/errors.ts';
import { chunksOf, type ByteSource } from './byte-source.ts';

/** Digests by path, size and modification time, so that a process hashes an unchanged file once. */
export type DigestCache = Map<string, string>;

/** Of this process: shards that open a dataset again do not hash its files again. */
const knownDigests: DigestCache = new Map();

interface FileState {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** A digest taken while the file was written. */
export function rememberDigest(file: FileState & { readonly sha256: string }): void {
  knownDigests.set(digestKey(file), file.sha256);
}

function digestKey({ path, size, mtimeMs }: FileState): string {
  return `${path}\n${size}\n${mtimeMs}`;
}

/**
 * A local file. It is opened for each read: reads are few and large, and a dataset that nobody closed
 * then holds no descriptor.
 */
export async function openFileByteSource(
  path: string,
  digests: DigestCache = knownDigests,
): Promise<ByteSource> {
  const { size, mtimeMs } = await statFile(path);
  const cacheKey = digestKey({ path, size, mtimeMs });
  const source: ByteSource = {
    location: path,
    size,
    read: (start, end) => readRange(path, start, end, size),
    async sha256() {
      const known = digests.get(cacheKey);
      if (known !== undefined) return known;
      const hash = createHash('sha256');
      for await (const chunk of chunksOf(source)) hash.update(chunk);
      const digest = hash.digest('hex');
      digests.set(cacheKey, digest);
      return digest;
    },
    close: () => Promise.resolve(),
  };
  return source;
}

async function statFile(path: string): Promise<{ size: number; mtimeMs: number }> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isFile()) return found;
  throw new EvalError(
    'dataset-not-found',
    `Cannot open the data file ${path}: it is not a file. Name a file, or a pattern such as ${path}/*.parquet.`,
  );
}

async function readRange(
  path: string,
  start: number,
  end: number,
  size: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const now = (await file.stat()).size;
    if (now !== size) throw changed(path, size, now);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) throw changed(path, size, start + filled);
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): EvalError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return new EvalError(
    'dataset-not-found',
    isMissing
      ? `Cannot open the data file ${path}: it does not exist. Check data_files; relative paths start at the folder of the task's YAML.`
      : `Cannot open the data file ${path}: ${messageOf(error)}.`,
    { cause: error },
  );
}

function changed(path: string, size: number, now: number): EvalError {
  return new EvalError(
    'dataset-invalid',
    `Cannot read ${path}: it had ${size} bytes when it was opened and has ${now} now. Do not change data files during a run.`,
  );
}
