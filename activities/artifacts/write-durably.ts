import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { EvalError } from '../../core/errors.ts';
import { systemCodeOf, toFileStoreError } from './file-errors.ts';

/** Begins with a dot, which no artifact key may, so nothing in it can be read or listed. */
const TEMPORARY_FOLDER = '.tmp';
/** Longer than any upload takes; what is older was left by a process that died. */
const TEMPORARY_MAX_AGE_MS = 24 * 3_600_000;

export type FileBody = Uint8Array | AsyncIterable<Uint8Array>;

/** Writes `body` beside the store's objects, forces it to disk, then gives it its name in one step. */
export async function writeDurably(root: string, path: string, body: FileBody): Promise<number> {
  return withTemporaryFile(root, path, body, (temporary) => rename(temporary, path));
}

/** Like writeDurably, but 'exists' (nothing changed) when another process gave that name first. */
export async function writeDurablyIfAbsent(
  root: string,
  path: string,
  body: Uint8Array,
): Promise<'created' | 'exists'> {
  if (await isFile(path)) return 'exists';
  let outcome: 'created' | 'exists' = 'created';
  await withTemporaryFile(root, path, body, async (temporary) => {
    try {
      // rename(2) would replace a present file silently; link(2) fails with EEXIST instead.
      await link(temporary, path);
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === 'EEXIST' && (await isFile(path))) outcome = 'exists';
      else if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw noHardLinks(path);
      else throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  });
  return outcome;
}

/** Creates the folder of a file so that it is still there after a power cut. */
export async function makeFolderDurably(folder: string): Promise<void> {
  const firstCreated = await mkdir(folder, { recursive: true });
  if (firstCreated === undefined) return;
  let current = dirname(firstCreated);
  await syncFolder(current);
  for (const name of relative(current, folder).split(sep)) {
    current = join(current, name);
    await syncFolder(current);
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what killed processes left behind. */
export async function removeStaleTemporaryFiles(root: string): Promise<void> {
  const folder = join(root, TEMPORARY_FOLDER);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > TEMPORARY_MAX_AGE_MS) {
      await rm(path, { force: true });
    }
  }
}

async function withTemporaryFile(
  root: string,
  path: string,
  body: FileBody,
  publish: (temporary: string) => Promise<void>,
): Promise<number> {
  const temporary = join(root, TEMPORARY_FOLDER, `${process.pid}-${randomUUID()}`);
  const source: { failure?: unknown } = {};
  try {
    await mkdir(dirname(temporary), { recursive: true });
    await makeFolderDurably(dirname(path));
    const bytes = await writeBody(temporary, body, source);
    await publish(temporary);
    await syncFolder(dirname(path));
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if ('failure' in source) throw source.failure;
    // mkdir reports a file in the way as EEXIST.
    const isBlockedFolder = systemCodeOf(error) === 'EEXIST';
    const cause = isBlockedFolder ? Object.assign(new Error(), { code: 'ENOTDIR' }) : error;
    throw toFileStoreError(cause, 'write', path);
  }
}

async function writeBody(
  temporary: string,
  body: FileBody,
  source: { failure?: unknown },
): Promise<number> {
  const handle = await open(temporary, 'wx', 0o644);
  try {
    let bytes = 0;
    if (body instanceof Uint8Array) {
      await handle.writeFile(body);
      bytes = body.byteLength;
    } else {
      for await (const chunk of watched(body, source)) {
        await handle.writeFile(chunk);
        bytes += chunk.byteLength;
      }
    }
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Tells a failure of the caller's stream from one of the disk. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  source: { failure?: unknown },
): AsyncIterable<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        source.failure = error;
        throw error;
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Throws when the name is taken by a folder, which link(2) would report as merely existing. */
async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) {
    throw toFileStoreError(Object.assign(new Error(), { code: 'EISDIR' }), 'write', path);
  }
  return found !== undefined;
}

function noHardLinks(path: string): EvalError {
  return new EvalError(
    'store-unsupported',
    `Cannot write ${path} once only: its file system has no hard links, which put-if-absent needs. Move the artifact store to a local POSIX file system or NFS, or use s3://.`,
  );
}
