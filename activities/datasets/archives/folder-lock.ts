import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const REFRESH_MS = 5_000;
/** Its holder was killed, or its host: nobody has touched it for this long. */
const STALE_MS = 60_000;
const POLL_MS = 250;

/**
 * Runs `work` while holding a lock file, unless `isDone` says that another process has done it. The lock
 * only saves doing the work twice: what is made appears by an atomic rename, whoever makes it.
 */
export async function withFolderLock(
  path: string,
  isDone: () => Promise<boolean>,
  work: () => Promise<void>,
): Promise<void> {
  while (!(await isDone())) {
    if (!(await take(path))) {
      await delay(POLL_MS);
      continue;
    }
    const refresh = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => undefined);
    }, REFRESH_MS);
    refresh.unref();
    try {
      if (!(await isDone())) await work();
      return;
    } finally {
      clearInterval(refresh);
      await rm(path, { force: true });
    }
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && Date.now() - found.mtimeMs > STALE_MS) {
    // Of several that find it stale, one can move it away.
    const aside = `${path}.${randomBytes(6).toString('hex')}`;
    await rename(path, aside).catch(() => undefined);
    await rm(aside, { force: true });
  }
  return false;
}
