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
        // write(2) may take fewer bytes than offered, above all on a nearly full disk.
        for (let offset = 0; offset < bytes.byteLength;) {
          offset += (await file.write(bytes, offset)).bytesWritten;
        }
      }),
    sync: () => attempt('force to disk', () => file.datasync()),
    close: () => attempt('close', () => file.close()),
  };
}
