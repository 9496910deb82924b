import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** First executable file of that name on PATH, as the shell would choose it. */
export async function findOnPath(
  name: string,
  searchPath: string = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const names = process.platform === 'win32' ? [`${name}.exe`, name] : [name];
  for (const directory of searchPath.split(delimiter)) {
    // An empty entry means the current folder to a shell; running what lies there is a trap.
    if (directory === '') continue;
    for (const candidate of names) {
      const path = join(directory, candidate);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
