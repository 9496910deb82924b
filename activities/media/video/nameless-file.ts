import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary file that is gone when it is closed, whatever process is killed before. */
export async function openNamelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `assay-decoded-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}
