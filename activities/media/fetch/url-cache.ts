import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evictOldest } from '../store/evict-oldest.ts';

export interface FetchedMedia {
  readonly file: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What was fetched, by address and by content; the longest unused go when the folder is full. */
export interface UrlCache {
  find(url: string): Promise<FetchedMedia | undefined>;
  /** `fetch` writes to the path it is given and tells the digest. */
  keep(url: string, fetch: (path: string) => Promise<string>): Promise<FetchedMedia>;
}

/** Looked at again after this share of the limit was added. */
const CHECK_SHARE = 0.05;

export function createUrlCache(folder: string, maxBytes: number): UrlCache {
  const files = join(folder, 'derived');
  const scratch = join(folder, 'scratch');
  let addedBytes = maxBytes;

  const recordOf = (url: string) =>
    join(files, `${createHash('sha256').update(url).digest('hex')}.url`);
  const contentOf = (sha256: string) => join(files, `${sha256}.bin`);

  return {
    async find(url) {
      const sha256 = await readFile(recordOf(url), 'utf8').catch(() => '');
      if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
      const file = contentOf(sha256);
      const found = await stat(file).catch(() => undefined);
      if (found === undefined) return undefined;
      const now = new Date();
      await utimes(file, now, now).catch(() => {});
      return { file, sha256, sizeBytes: found.size };
    },
    async keep(url, fetch) {
      await mkdir(files, { recursive: true });
      await mkdir(scratch, { recursive: true });
      const aside = join(scratch, randomUUID());
      try {
        const sha256 = await fetch(aside);
        const { size } = await stat(aside);
        const file = contentOf(sha256);
        await rename(aside, file);
        await writeFile(aside, sha256);
        // The record comes last: what it names is there.
        await rename(aside, recordOf(url));
        addedBytes += size;
        if (addedBytes > maxBytes * CHECK_SHARE) {
          addedBytes = 0;
          await evictOldest(folder, maxBytes);
        }
        return { file, sha256, sizeBytes: size };
      } finally {
        await rm(aside, { force: true });
      }
    },
  };
}
