import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ArchiveSet } from './archive-sets.ts';
import {
  createEntryWriter,
  UNPACK_LIMITS,
  type UnpackedFile,
  type UnpackLimits,
} from './entry-writer.ts';
import { withFolderLock } from './folder-lock.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';

/** Written last, so that a folder that has it is whole. */
const MARKER = '.assay-unpacked.json';

export interface UnpackedFolder {
  readonly folder: string;
  readonly files: readonly UnpackedFile[];
}

export interface UnpackOptions {
  readonly folder: string;
  /** Of the archives: a folder made of others is not taken for this one. */
  readonly digest: string;
  readonly sets: readonly ArchiveSet[];
  readonly open: (path: string) => Promise<ByteSource>;
  readonly limits?: UnpackLimits;
}

/** Whether the folder was unpacked here, and from the archives of this digest where one is given. */
export async function isUnpacked(folder: string, digest?: string): Promise<boolean> {
  const marker = await readMarker(folder);
  return marker !== undefined && (digest === undefined || marker.digest === digest);
}

/** What unpacking these archives made of the folder; undefined when it is not there or made of others. */
async function unpackedFolder(folder: string, digest: string): Promise<UnpackedFolder | undefined> {
  const marker = await readMarker(folder);
  return marker?.digest === digest ? { folder, files: marker.files } : undefined;
}

async function readMarker(
  folder: string,
): Promise<{ readonly digest: string; readonly files: readonly UnpackedFile[] } | undefined> {
  const text = await readFile(join(folder, MARKER), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { digest, files } = JSON.parse(text) as { digest?: unknown; files?: unknown };
    if (typeof digest !== 'string' || !Array.isArray(files)) return undefined;
    return { digest, files: files as readonly UnpackedFile[] };
  } catch {
    return undefined;
  }
}

/** Unpacks the archives once, however many processes ask for it at once. */
export async function ensureUnpacked(options: UnpackOptions): Promise<UnpackedFolder> {
  const { folder, digest } = options;
  let found = await unpackedFolder(folder, digest);
  if (found !== undefined) return found;
  try {
    await mkdir(dirname(folder), { recursive: true });
    const isDone = async (): Promise<boolean> => {
      found = await unpackedFolder(folder, digest);
      return found !== undefined;
    };
    await withFolderLock(`${folder}.lock`, isDone, () => unpack(options));
  } catch (error) {
    if (isEvalError(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new EvalError(
      /^(?:ENOSPC|EDQUOT)$/.test(code) ? 'store-full' : 'store-denied',
      `Cannot unpack media archives into ${folder}: ${messageOf(error)}. Free space there, or choose another folder with HF_HOME or ASSAY_CACHE_DIR.`,
      { cause: error },
    );
  }
  found ??= await unpackedFolder(folder, digest);
  if (found !== undefined) return found;
  throw new EvalError(
    'dataset-invalid',
    `Cannot use ${folder}: another process keeps removing the media unpacked there. Leave the folder alone while a run reads it.`,
    { retry: 'backoff' },
  );
}

async function unpack({ folder, digest, sets, open, limits }: UnpackOptions): Promise<void> {
  const draft = `${folder}.${randomBytes(6).toString('hex')}.draft`;
  const sources: ByteSource[] = [];
  try {
    await removeDrafts(folder);
    await mkdir(draft, { recursive: true });
    const opened: { kind: ArchiveSet['kind']; parts: ByteSource[] }[] = [];
    for (const { kind, parts } of sets) {
      const own: ByteSource[] = [];
      for (const part of parts) own.push(await open(part));
      sources.push(...own);
      opened.push({ kind, parts: own });
    }
    const archiveBytes = sources.reduce((sum, source) => sum + source.size, 0);
    const writer = createEntryWriter(draft, { limits: limits ?? UNPACK_LIMITS, archiveBytes });
    for (const { kind, parts } of opened) {
      if (kind === 'tar') await unpackTar(parts, writer);
      else for (const part of parts) await unpackZip(part, writer);
    }
    await writeFile(join(draft, MARKER), JSON.stringify({ digest, files: writer.files }));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const isThere = /^(?:EEXIST|ENOTEMPTY)$/.test((error as NodeJS.ErrnoException).code ?? '');
    // Another process was first, after all: its folder is as good as this one.
    if (isThere && (await unpackedFolder(folder, digest)) !== undefined) return;
    throw error;
  } finally {
    for (const source of sources) await source.close();
  }
}

/** What a killed process left half-way; the lock says that nobody else is at work. */
async function removeDrafts(folder: string): Promise<void> {
  const parent = dirname(folder);
  for (const name of await readdir(parent)) {
    const isDraft = name.startsWith(`${basename(folder)}.`) && name.endsWith('.draft');
    if (isDraft) await rm(join(parent, name), { recursive: true, force: true });
  }
}
