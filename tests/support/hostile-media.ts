import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileDocuments } from './hostile-documents.ts';
import { hostileFilms, hostileSounds } from './hostile-films.ts';
import { hostileImages } from './hostile-images.ts';

/**
 * Files that are odd but can be shown: whole, within the limits, or with parts that nobody looks at. What
 * is not listed here must be refused.
 */
export const HARMLESS: ReadonlySet<string> = new Set([
  'bad-crc.png',
  'huge-header.gif',
  'bomb-below-the-limit.tif',
  'loop.tif',
  'text-bomb.png',
  'profile-bomb.png',
  'many-frames.gif',
  'endless-page.pdf',
  'negative-page.pdf',
  'script.pdf',
  'launches.pdf',
  'bomb.pdf',
  'locked.pdf',
  'zip-behind.pdf',
  'deep.pdf',
  'truncated.avi',
  'a-billion-frames.avi',
  'bad-index.avi',
  'many-frames.avi',
  'no-time.mkv',
  'not-numbers.wav',
  'cut-short.wav',
]);

/** Writes files made to be trouble, and two folders with the names of files; returns all names. */
export async function writeHostileMedia(folder: string, canary: string): Promise<string[]> {
  const files = {
    ...(await hostileImages(canary)),
    ...hostileDocuments(canary),
    ...hostileFilms(canary),
    ...hostileSounds(canary),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const folders = ['folder.png', 'folder.mp4'];
  for (const name of folders) mkdirSync(join(folder, name));
  return [...Object.keys(files), ...folders];
}
