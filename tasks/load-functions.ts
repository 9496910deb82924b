import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EvalError, messageOf } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { FunctionReference, TaskConfig } from '../core/task.ts';
import { BUILTIN_PREFIX } from './package-root.ts';

// What a task file's function takes is settled where it is called; each call checks what it returns.
type TaskFunction = (...args: never[]) => unknown;

/** Functions of a task, loaded once, by reference. */
export interface TaskFunctions {
  get(reference: FunctionReference): TaskFunction;
}

export function isFunctionReference(value: unknown): value is FunctionReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$module' in value &&
    '$export' in value &&
    typeof value.$module === 'string' &&
    typeof value.$export === 'string'
  );
}

/**
 * Imports every module the task's YAML names. References come from YAML the operator chose; nothing
 * in a dataset can add one.
 */
export async function loadFunctions(config: TaskConfig): Promise<TaskFunctions> {
  const loaded = new Map<string, TaskFunction>();
  for (const value of Object.values(config) as unknown[]) {
    if (!isFunctionReference(value)) continue;
    loaded.set(keyOf(value), await loadFunction(value, config.task));
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

async function loadFunction(reference: FunctionReference, task: string): Promise<TaskFunction> {
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
  if (typeof found === 'function') return found as TaskFunction;
  const functions = Object.keys(module).filter((name) => typeof module[name] === 'function');
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
