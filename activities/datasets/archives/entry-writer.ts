import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EvalError } from '../../../core/errors.ts';

export interface UnpackLimits {
  readonly entries: number;
  readonly totalBytes: number;
  /** Unpacked bytes per byte of the archives: what no real collection of media reaches. */
  readonly ratio: number;
}

export const UNPACK_LIMITS: UnpackLimits = {
  entries: 2_000_000,
  totalBytes: 4 * 1024 ** 4,
  ratio: 200,
};

/** Small archives may be stretched further: subtitles and lists compress well. */
const FREE_BYTES = 256 * 1024 * 1024;
const MAX_NAME_CHARACTERS = 1024;

/** What was written, so that later readers need not hash the files again. */
export interface UnpackedFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

/** Takes the entries of archives into one folder, within limits, and never out of it. */
export interface EntryWriter {
  write(archive: string, name: string, body: Readable): Promise<void>;
  readonly files: readonly UnpackedFile[];
}

export function createEntryWriter(
  folder: string,
  options: { readonly limits: UnpackLimits; readonly archiveBytes: number },
): EntryWriter {
  const { limits, archiveBytes } = options;
  const allowed = Math.min(
    limits.totalBytes,
    Math.max(limits.ratio * archiveBytes, Math.min(FREE_BYTES, limits.totalBytes)),
  );
  const files: UnpackedFile[] = [];
  const written = new Set<string>();
  let total = 0;
  return {
    files,
    async write(archive, name, body) {
      const path = entryPath(archive, name);
      // Two archives that hold the same file hold it once; the first one counts.
      if (written.has(path)) {
        body.resume();
        return;
      }
      if (files.length >= limits.entries) {
        throw bomb(archive, `they hold more than ${limits.entries} files`);
      }
      const hash = createHash('sha256');
      let size = 0;
      const count = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          total += chunk.length;
          hash.update(chunk);
          if (total > allowed) {
            done(bomb(archive, `they unpack to more than ${allowed} bytes`));
          } else done(null, chunk);
        },
      });
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(body, count, createWriteStream(target, { flags: 'wx', mode: 0o644 }));
      written.add(path);
      const { mtimeMs } = await stat(target);
      files.push({ path, size, mtimeMs, sha256: hash.digest('hex') });
    },
  };
}

/** The name as a path below the folder; anything else than a plain relative path is refused. */
function entryPath(archive: string, name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isSafe =
    parts.length > 0 &&
    name.length <= MAX_NAME_CHARACTERS &&
    !name.startsWith('/') &&
    !/^[a-z]:/i.test(name) &&
    !/[\\\0]/.test(name) &&
    !parts.includes('..');
  if (isSafe) return parts.join('/');
  throw new EvalError(
    'dataset-invalid',
    `Cannot unpack ${archive}: it has an entry named ${JSON.stringify(name.slice(0, 120))}, which is no path inside its folder. Do not use this archive.`,
  );
}

function bomb(archive: string, what: string): EvalError {
  return new EvalError(
    'dataset-invalid',
    `Cannot unpack ${archive} and the archives beside it: ${what}. Unpack them yourself and set dataset_kwargs.media_root to the folder.`,
  );
}

/** A full or read-only disk, and no fault of the archive. */
export function isDiskFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?:ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EIO|EMFILE)$/.test(code);
}
