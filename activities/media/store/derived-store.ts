import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EvalError, messageOf } from '../../../core/errors.ts';
import { withFolderLock } from '../../datasets/archives/folder-lock.ts';
import { evictOldest } from './evict-oldest.ts';
import { readPack, type PackedItem } from './pack-file.ts';

/**
 * What was made of media (frames, encodes, pages, sound), by content address, for every process of this
 * host: a file appears by a rename, and the longest unused go when the folder is full.
 */
export interface DerivedStore {
  /** What `make` writes to the path it is given, or what somebody made before. */
  getOrMake(
    address: string,
    make: (path: string) => Promise<void>,
  ): Promise<{ readonly items: readonly PackedItem[]; readonly isReused: boolean }>;
  /** A path for a file that is needed only for a while. */
  scratch(): Promise<string>;
}

export interface DerivedStoreOptions {
  readonly folder: string;
  readonly maxBytes: number;
}

/** A use is written down at most this often, since the order need not be exact. */
const TOUCH_EVERY_MS = 60_000;
/** Looked at again after this share of the limit was added. */
const CHECK_SHARE = 0.05;

export function createDerivedStore({ folder, maxBytes }: DerivedStoreOptions): DerivedStore {
  const inProgress = new Map<string, Promise<readonly PackedItem[]>>();
  let addedBytes = maxBytes;
  let evicting: Promise<void> = Promise.resolve();

  const pathOf = (address: string) => join(folder, 'derived', address.slice(0, 2), address);

  const read = async (path: string): Promise<readonly PackedItem[] | undefined> => {
    const items = await readPack(path);
    if (items === undefined) return undefined;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    const now = new Date();
    // Evicted meanwhile: the bytes are here, which is all that counts.
    if (now.getTime() - mtimeMs > TOUCH_EVERY_MS) await utimes(path, now, now).catch(() => {});
    return items;
  };

  const scratch = async () => {
    const path = join(folder, 'scratch', `${process.pid}-${randomUUID()}`);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };

  const make = async (
    path: string,
    work: (path: string) => Promise<void>,
  ): Promise<readonly PackedItem[]> => {
    const aside = await scratch();
    try {
      await work(aside);
      const items = await readPack(aside);
      if (items === undefined) throw new EvalError('internal', `${aside} was not written whole.`);
      await rename(aside, path);
      addedBytes += items.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
      return items;
    } finally {
      await rm(aside, { force: true });
    }
  };

  const makeOnce = async (
    path: string,
    work: (path: string) => Promise<void>,
  ): Promise<readonly PackedItem[]> => {
    await mkdir(dirname(path), { recursive: true });
    let items: readonly PackedItem[] | undefined;
    const isDone = async () => (items ??= await read(path)) !== undefined;
    await withFolderLock(`${path}.lock`, isDone, async () => {
      items = await make(path, work);
    });
    if (addedBytes > maxBytes * CHECK_SHARE) {
      addedBytes = 0;
      evicting = evicting.then(() => evictOldest(folder, maxBytes));
      await evicting;
    }
    return items!;
  };

  return {
    scratch,
    async getOrMake(address, work) {
      const path = pathOf(address);
      const sharing = inProgress.get(path);
      if (sharing !== undefined) return { items: await sharing, isReused: true };
      const found = await read(path);
      if (found !== undefined) return { items: found, isReused: true };
      const again = inProgress.get(path);
      if (again !== undefined) return { items: await again, isReused: true };
      let isMade = false;
      const making = makeOnce(path, async (aside) => {
        isMade = true;
        await work(aside);
      })
        .catch((error: unknown) => {
          throw explained(error, folder);
        })
        .finally(() => inProgress.delete(path));
      inProgress.set(path, making);
      return { items: await making, isReused: !isMade };
    },
  };
}

function explained(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EACCES' && code !== 'EROFS' && code !== 'EDQUOT') return error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new EvalError(
    isFull ? 'store-full' : 'store-denied',
    `Cannot write to the media cache ${folder}: ${messageOf(error)}. ${isFull ? 'Free space there' : 'Give this user permission there'}, or choose another folder with ASSAY_CACHE_DIR.`,
    { cause: error },
  );
}
