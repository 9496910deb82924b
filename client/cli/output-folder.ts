import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EvalError, messageOf } from '../../core/errors.ts';

/** Finds out before hours of work whether results can be written there, and leaves no trace. */
export async function checkOutputPath(outputPath: string): Promise<void> {
  const folder = resolve(outputPath);
  const created: string[] = [];
  try {
    created.push(...(await makeFolder(folder)));
    created.push(await mkdtemp(join(folder, '.check-')));
  } catch (error) {
    throw new EvalError(
      'spec-invalid',
      `Cannot write results to --output_path ${outputPath}: ${messageOf(error)}. Name a folder that this user can write to.`,
      { cause: error },
    );
  } finally {
    // What another process put there meanwhile stays.
    for (const path of created.toReversed()) await rmdir(path).catch(() => undefined);
  }
}

/**
 * Creates a folder and its missing parents, outermost first; returns the new ones. Not by the
 * `recursive` option: that never ends where a file system answers "no such file", as /proc does.
 */
export async function makeFolder(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let path = folder; !existsSync(path); path = dirname(path)) missing.unshift(path);
  for (const path of missing) {
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return missing;
}
