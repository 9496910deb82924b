import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { createLru } from './lru.ts';
import { isMediaName, nameVariants } from './media-names.ts';

const SUBFOLDERS = ['', 'video', 'videos', 'clips', 'audio', 'audios'];
const KNOWN_NAMES = 4096;
const names = createLru<string>(KNOWN_NAMES);

/** By name and usual folders only: such a root may be a whole disk, which nobody wants listed. */
export async function findBelow(root: string, name: string): Promise<string | undefined> {
  const key = `${root}\n${name}`;
  const known = names.get(key);
  if (known !== undefined && (await isFileInside(root, known))) return known;
  names.delete(key);
  for (const folder of SUBFOLDERS) {
    for (const variant of nameVariants(name)) {
      // Such a root may also hold tokens and settings, which no dataset may name.
      const path = join(root, folder, variant);
      if (!isMediaName(variant) || !(await isFileInside(root, path))) continue;
      names.set(key, path);
      return path;
    }
  }
  return undefined;
}

async function isFileInside(root: string, path: string): Promise<boolean> {
  try {
    const [real, realRoot] = [await realpath(path), await realpath(root)];
    return real.startsWith(realRoot + sep) && (await stat(real)).isFile();
  } catch {
    return false;
  }
}
