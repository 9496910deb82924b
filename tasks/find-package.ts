import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageRoot } from './package-root.ts';

/** Folders of an installed package, nearest first: from `start` upwards, then from beside this program. */
export function findPackageFolders(name: string, start: string): string[] {
  if (!isPackageName(name)) return [];
  return [...ancestors(start), ...ancestors(packageRoot())]
    .map((folder) => join(folder, 'node_modules', name))
    .filter((folder) => existsSync(join(folder, 'package.json')));
}

export function isPackageName(name: string): boolean {
  return /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*$/i.test(name);
}

function ancestors(start: string): string[] {
  const folders = [resolve(start)];
  for (;;) {
    const last = folders.at(-1) ?? start;
    const parent = dirname(last);
    if (parent === last) return folders;
    folders.push(parent);
  }
}
