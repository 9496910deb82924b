import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EvalError } from '../../../core/errors.ts';

/** The absolute path of a file that can be read at all; a pipe or device could make a reader wait for ever. */
export async function checkMediaFile(path: string): Promise<string> {
  const absolute = resolve(path);
  let what = 'it is not a regular file';
  try {
    const found = await stat(absolute);
    if (found.isFile() && found.size > 0) return absolute;
    if (found.isDirectory()) what = 'it is a directory';
    else if (found.isFile()) what = 'it is empty';
  } catch (error) {
    what = error instanceof Error && 'code' in error ? String(error.code) : 'it is missing';
  }
  throw new EvalError(
    'media-unreadable',
    `Cannot read the media file ${path}: ${what}. Replace the file or drop the document.`,
  );
}
