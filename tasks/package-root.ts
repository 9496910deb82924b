import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Marks a path as one of the shipped catalogue, so that a manifest means the same on every host. */
export const BUILTIN_PREFIX = 'builtin:';

/** The shipped catalogue: YAML and data stay in the source folder also when the code runs from dist. */
export function builtinTasksFolder(): string {
  return join(packageRoot(), 'tasks');
}

/** A folder as TaskConfig.$directory names it, as an absolute path. */
export function absoluteTaskFolder(directory: string): string {
  if (!directory.startsWith(BUILTIN_PREFIX)) return directory;
  return join(builtinTasksFolder(), directory.slice(BUILTIN_PREFIX.length));
}

export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The package folder has no package.json.');
    folder = parent;
  }
  return folder;
}
