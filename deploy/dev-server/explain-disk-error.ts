import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EvalError, messageOf } from '../../core/errors.ts';

/** A fresh server database with its write-ahead log takes 4 MB; the rest is room to say so. */
const NEEDED_FREE_BYTES = 32 * 1024 * 1024;

/** Turns what the file system said while doing `action` into a sentence with a remedy. */
export function explainDiskError(error: unknown, action: string, path: string): EvalError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(action, path, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EvalError(
      'store-denied',
      `Cannot ${action}: ${path} is not writable (${code}). Give this user write permission there, or choose another folder with ASSAY_DATA_DIR or ASSAY_CACHE_DIR.`,
      { cause: error },
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new EvalError(
      'config-invalid',
      `Cannot ${action}: a file stands where the folder ${path} should be. Remove it, or choose another folder.`,
      { cause: error },
    );
  }
  return new EvalError('internal', `Cannot ${action} at ${path}: ${messageOf(error)}`, {
    cause: error,
  });
}

/** Fails early where a server would start, fill the disk and hang. */
export async function requireFreeSpace(directory: string, action: string): Promise<void> {
  const free = await freeBytes(directory);
  if (free === undefined || free >= NEEDED_FREE_BYTES) return;
  throw diskFull(action, directory, undefined, free);
}

export function diskFull(action: string, path: string, cause?: unknown, free?: number): EvalError {
  const left = free === undefined ? '' : ` (${Math.floor(free / 1024)} KiB free, 32 MiB needed)`;
  return new EvalError(
    'store-full',
    `Cannot ${action}: the disk that holds ${path} is full${left}. Free some space, or choose a folder on another disk, then run the same command again; nothing already stored is lost.`,
    { retry: 'never', ...(cause === undefined ? {} : { cause }) },
  );
}

/** Free bytes for this user where `path` is or will be; `undefined` when it cannot be told. */
export async function freeBytes(path: string): Promise<number | undefined> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    } catch {
      if (dirname(folder) === folder) return undefined;
    }
  }
}
