import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { EvalError, messageOf } from '../../core/errors.ts';
import { chunksOf, type ByteSource } from './byte-source.ts';

/** Digests by path, size and modification time, so that a process hashes an unchanged file once. */
export type DigestCache = Map<string, string>;

export async function openFileByteSource(
  path: string,
  digests: DigestCache = new Map(),
): Promise<ByteSource> {
  const file = await openForReading(path);
  const { size, mtimeMs } = await file.stat();
  const cacheKey = `${path}\n${size}\n${mtimeMs}`;
  const source: ByteSource = {
    location: path,
    size,
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) throw shortened(path, start + filled, size);
        filled += bytesRead;
      }
      return bytes;
    },
    async sha256() {
      const known = digests.get(cacheKey);
      if (known !== undefined) return known;
      const hash = createHash('sha256');
      for await (const chunk of chunksOf(source)) hash.update(chunk);
      const digest = hash.digest('hex');
      digests.set(cacheKey, digest);
      return digest;
    },
    close: () => file.close(),
  };
  return source;
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new EvalError(
      'dataset-not-found',
      code === 'ENOENT'
        ? `Cannot open the data file ${path}: it does not exist. Check data_files; relative paths start at the folder of the task's YAML.`
        : `Cannot open the data file ${path}: ${messageOf(error)}.`,
      { cause: error },
    );
  }
  throw new EvalError(
    'dataset-not-found',
    `Cannot open the data file ${path}: it is not a file. Name a file, or a pattern such as ${path}/*.parquet.`,
  );
}

function shortened(path: string, at: number, size: number): EvalError {
  return new EvalError(
    'dataset-invalid',
    `Cannot read ${path}: it ends at byte ${at} and had ${size} bytes when it was opened. Do not change data files during a run.`,
  );
}
