import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { EvalError } from '../../core/errors.ts';

/**
 * Where the JavaScript of a thread's entry file is. Node 20 cannot load TypeScript in a thread, so
 * from source (`….ts` under tsx or vitest) the file that `npm run build` wrote to dist/ is used.
 *
 * @param moduleUrl `import.meta.url` of the caller
 * @param name the entry beside the caller, with its source extension: `./scoring-thread.ts`
 */
export function compiledEntry(moduleUrl: string, name: string): URL {
  const source = fileURLToPath(new URL(name, moduleUrl));
  const compiledName = source.replace(/\.ts$/, '.js');
  const compiled = moduleUrl.endsWith('.ts') ? distPathOf(compiledName) : compiledName;
  if (!existsSync(compiled)) {
    throw new EvalError(
      'tool-missing',
      `Cannot start the thread ${name}: its compiled file ${compiled} does not exist. Run \`npm run build\`.`,
    );
  }
  return pathToFileURL(compiled);
}

function distPathOf(path: string): string {
  const root = packageRootOf(path);
  return join(root, 'dist', relative(root, path));
}

function packageRootOf(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) {
      throw new EvalError('internal', `No package.json above ${path}.`);
    }
  }
}
