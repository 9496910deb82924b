import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EvalError, messageOf } from '../core/errors.ts';
import {
  isFunctionReference,
  type FunctionReference,
  type TaskFunctions,
} from '../core/function-reference.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { TaskConfig } from '../core/task.ts';
import { BUILTIN_PREFIX } from './package-root.ts';

/**
 * Imports every module the task's YAML names. References come from YAML the operator chose; nothing
 * in a dataset can add one.
 */
export async function loadFunctions(config: TaskConfig): Promise<TaskFunctions> {
  const loaded = new Map<string, unknown>();
  for (const reference of referencesIn(config)) {
    loaded.set(keyOf(reference), await loadFunction(reference, config.task));
  }
  return {
    get(reference) {
      const found = loaded.get(keyOf(reference));
      if (found !== undefined) return found;
      throw new EvalError(
        'internal',
        `The function ${reference.$export} of ${reference.$module} was not loaded with its task.`,
      );
    },
  };
}

/** References stand at the top, and inside metric_list, filter_list and judge. */
function referencesIn(value: unknown): FunctionReference[] {
  if (isFunctionReference(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

async function loadFunction(reference: FunctionReference, task: string): Promise<unknown> {
  const fail = (reason: string, cause?: unknown): never => {
    throw new EvalError(
      'task-invalid',
      `Cannot load the function ${reference.$export} of the task ${task} from ${reference.$module}: ${reason}`,
      { cause },
    );
  };
  const file = moduleFile(reference.$module) ?? fail('there is no such .ts, .mjs or .js file.');
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await importModule(file, reference.$module.startsWith(BUILTIN_PREFIX));
  } catch (error) {
    return fail(`${messageOf(error)}.`, error);
  }
  const found = Object.hasOwn(module, reference.$export) ? module[reference.$export] : undefined;
  // An aggregation may be an object of functions.
  const isUsable = (value: unknown): boolean =>
    typeof value === 'function' || (typeof value === 'object' && value !== null);
  if (isUsable(found)) return found;
  const functions = Object.keys(module).filter((name) => isUsable(module[name]));
  return fail(
    `${file} exports no function of that name (it exports ${functions.join(', ') || 'none'}).${didYouMean(reference.$export, functions)}`,
  );
}

/** The catalogue's modules sit beside this one: compiled in dist, or as source under a loader. */
function moduleFile(module: string): string | undefined {
  if (!module.startsWith(BUILTIN_PREFIX)) {
    return ['.mjs', '.js', '.ts'].map((end) => module + end).find((path) => existsSync(path));
  }
  const inside = module.slice(BUILTIN_PREFIX.length);
  if (!/^[\w-]+(?:\/[\w-]+)*$/.test(inside)) return undefined;
  const here = fileURLToPath(new URL('.', import.meta.url));
  const file = join(here, `${inside}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`);
  return existsSync(file) ? file : undefined;
}

async function importModule(
  file: string,
  isBuiltin: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const url = pathToFileURL(file).href;
  if (isBuiltin || !file.endsWith('.ts')) {
    return (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
  }
  const loader = await import('tsx/esm/api').catch((error: unknown) => {
    throw new EvalError(
      'tool-missing',
      `TypeScript files outside the package need the package tsx: run "npm install tsx", or compile ${file} to JavaScript`,
      { cause: error },
    );
  });
  return (await loader.tsImport(url, import.meta.url)) as Record<string, unknown>;
}

function keyOf(reference: FunctionReference): string {
  return `${reference.$module}#${reference.$export}`;
}
