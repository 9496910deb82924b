import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvalError } from '../../core/errors.ts';

const PACKAGE_NAME = 'assay-eval';

/** The folder of our package.json, the same from `deploy/` sources and from the compiled `dist/deploy/`. */
export function findPackageRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && nameIn(manifest) === PACKAGE_NAME) return folder;
    if (dirname(folder) === folder) {
      throw new EvalError(
        'internal',
        `Cannot find the ${PACKAGE_NAME} package above ${from}. Install it again; its files must stay together.`,
      );
    }
  }
}

function nameIn(manifest: string): unknown {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: unknown }).name;
  } catch {
    return undefined;
  }
}
