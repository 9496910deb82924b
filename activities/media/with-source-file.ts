import { rm, stat, writeFile } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';
import type { DecodeLimits } from './decode/decode-limits.ts';

/** The medium as a file: its own, or one written for the time of the decode. */
export async function withSourceFile(
  media: Media,
  scratch: () => Promise<string>,
  { maxSourceBytes }: DecodeLimits,
  work: (source: string) => Promise<void>,
): Promise<void> {
  if (media.sizeBytes > maxSourceBytes) {
    throw new EvalError(
      'media-unreadable',
      `it has ${media.sizeBytes} bytes, the limit is ${maxSourceBytes}.`,
    );
  }
  if (media.file !== undefined) {
    const found = await stat(media.file).catch(() => undefined);
    if (found?.isFile() === true && found.size === media.sizeBytes) return work(media.file);
  }
  const bytes = await media.read();
  const copy = await scratch();
  try {
    await writeFile(copy, bytes);
    await work(copy);
  } finally {
    await rm(copy, { force: true });
  }
}
