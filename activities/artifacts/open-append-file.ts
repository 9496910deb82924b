import { writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppendHandle } from './artifact-store.ts';
import { toFileStoreError } from './file-errors.ts';
import { makeFolderDurably, syncFolder } from './write-durably.ts';

/** O_APPEND file: what `append` resolved for is in the kernel, so it outlives a SIGKILL of this process. */
export async function openAppendFile(path: string): Promise<AppendHandle> {
  const attempt = async <Result>(doing: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw toFileStoreError(error, doing, path);
    }
  };

  const file = await attempt('open for appending', async () => {
    await makeFolderDurably(dirname(path));
    const handle = await open(path, 'a', 0o644);
    await syncFolder(dirname(path));
    return handle;
  });

  return {
    append: (bytes) =>
      attempt('append to', async () => {
        // A copy into the page cache takes 5 µs; handing it to the thread pool costs 65 µs of CPU per
        // row and leaves the row in our memory, where a kill loses it, while the pool is busy.
        // write(2) may take fewer bytes than offered, above all on a nearly full disk.
        for (let offset = 0; offset < bytes.byteLength;) {
          offset += writeSync(file.fd, bytes, offset);
        }
      }),
    sync: () => attempt('force to disk', () => file.datasync()),
    close: () => attempt('close', () => file.close()),
  };
}
