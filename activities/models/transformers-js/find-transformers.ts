import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EvalError } from '../../../core/errors.ts';
import { findPackageFolders } from '../../../tasks/find-package.ts';

const NAME = '@huggingface/transformers';
const FOLDER_VARIABLE = 'ASSAY_TRANSFORMERS_JS';
/** The first that knows image-text-to-text models by that name. */
const OLDEST_MAJOR = 3;

export interface InstalledTransformers {
  /** Module to import. */
  readonly entry: string;
  readonly version: string;
}

/**
 * The package as its operator installed it. It is none of our dependencies: it brings 440 MB, of which we
 * use a fifth, and our own `node_modules` hold an empty package of that name.
 */
export function findTransformers(
  environment: Readonly<Record<string, string | undefined>>,
  start: string,
): InstalledTransformers {
  const named = environment[FOLDER_VARIABLE];
  const folders = [
    ...(named === undefined || named === '' ? [] : findPackageFolders(NAME, named)),
    ...findPackageFolders(NAME, start),
  ];
  for (const folder of folders) {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly name?: string;
      readonly version?: string;
    };
    const entry = join(folder, 'dist', 'transformers.node.mjs');
    const major = Number(version?.split('.')[0]);
    if (name === NAME && version !== undefined && major >= OLDEST_MAJOR && existsSync(entry)) {
      return { entry, version };
    }
  }
  throw new EvalError(
    'tool-missing',
    `The model transformers_js needs the package ${NAME} (version ${OLDEST_MAJOR} or later, about 440 MB), which is not installed for ${start}. Run \`npm install --ignore-scripts ${NAME}\` in a folder of its own and set ${FOLDER_VARIABLE} to that folder where the worker runs. Exported models of the usual layout run without it as --model onnx.`,
  );
}
