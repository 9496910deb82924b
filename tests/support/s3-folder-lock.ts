import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const POLL_MS = 500;
/** Longer than the slowest build; an older lock was left by a process on another host. */
const MAX_AGE_MS = 20 * 60_000;

/** Runs `work` while holding a lock that other processes of this machine respect; mkdir(2) is atomic. */
export async function withFolderLock<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    const isOurs = await mkdir(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (isOurs) break;
    if (await isStale(path)) await rm(path, { recursive: true, force: true });
    else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    await writeFile(join(path, 'pid'), String(process.pid));
    return await work();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  if (Date.now() - found.mtimeMs > MAX_AGE_MS) return true;
  const pid = Number(await readFile(join(path, 'pid'), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
