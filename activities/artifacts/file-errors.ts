import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';

const SPACE_CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const PERMISSION_CODES = new Set(['EACCES', 'EPERM', 'EROFS']);
/** A key that is the folder of another: its path is a file where a folder is needed, or the reverse. */
const LAYOUT_CODES = new Set(['ENOTDIR', 'EISDIR', 'ENOTEMPTY']);

export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCodeOf(error));
}

/** `doing` reads like "write", `path` is what the operating system refused. */
export function toFileStoreError(error: unknown, doing: string, path: string): EvalError {
  if (isEvalError(error)) return error;
  const code = systemCodeOf(error);
  const options = { cause: error, data: { path, systemCode: code } };
  if (SPACE_CODES.has(code)) {
    return new EvalError(
      'store-full',
      `Cannot ${doing} ${path}: the disk or quota is full (${code}). Free space or choose another artifact store, then resume the run; finished rows are kept.`,
      options,
    );
  }
  if (PERMISSION_CODES.has(code)) {
    return new EvalError(
      'store-denied',
      `Cannot ${doing} ${path}: the file system refused it (${code}). Give this user write permission to the folder or choose another artifact store.`,
      options,
    );
  }
  if (LAYOUT_CODES.has(code)) {
    return new EvalError(
      'artifact-key-invalid',
      `Cannot ${doing} ${path}: one artifact key may not be the folder of another (${code}). Choose a key outside the existing one.`,
      options,
    );
  }
  return new EvalError(
    'store-unreachable',
    `Cannot ${doing} ${path}: ${messageOf(error)}. Check that the folder of the artifact store is mounted and healthy.`,
    { ...options, retry: 'backoff' },
  );
}

export function artifactMissing(key: string, storeUrl: string): EvalError {
  return new EvalError(
    'artifact-missing',
    `Cannot read artifact ${key} from ${storeUrl}: it is not there. Check that every process uses the same store and that nothing deleted the run.`,
    { data: { key } },
  );
}
