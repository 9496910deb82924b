import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EvalError } from '../../core/errors.ts';
import type { ModelFiles } from './model-files.ts';
import { weightsIdentity } from './weights-identity.ts';

/**
 * The folder of a model on this host. What lies in a store is fetched once, by content: files are written beside
 * their place and the whole folder is renamed at the end, so that no engine ever sees half a checkpoint.
 */
export async function fetchModel(
  files: ModelFiles,
  options: { readonly folder: string; readonly signal: AbortSignal; log(message: string): void },
): Promise<string> {
  if (files.folder !== undefined) return files.folder;
  const identity = await weightsIdentity(files);
  const target = join(options.folder, identity.slice(0, 24));
  if (await isThere(target)) return target;
  await mkdir(options.folder, { recursive: true });
  const part = await mkdtemp(join(options.folder, '.part-'));
  try {
    const list = await files.list();
    const total = list.reduce((sum, { bytes }) => sum + bytes, 0);
    options.log(`Fetching ${files.location}: ${list.length} files, ${toGigabytes(total)} GB.`);
    for (const { name, bytes } of list) {
      const path = join(part, name);
      await mkdir(dirname(path), { recursive: true });
      await pipeline(files.stream(name), createWriteStream(path), { signal: options.signal });
      const { size } = await stat(path);
      if (size !== bytes) {
        throw new EvalError(
          'model-load-failed',
          `Cannot fetch ${name} of ${files.location}: received ${size} bytes of ${bytes}.`,
          { retry: 'backoff' },
        );
      }
    }
    await rename(part, target).catch(async (error: unknown) => {
      // Another process was faster with the same content.
      if (!(await isThere(target))) throw error;
    });
    return target;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    (names) => names.length > 0,
    () => false,
  );
}

function toGigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
