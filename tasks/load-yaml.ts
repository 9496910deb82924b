import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { EvalError, messageOf } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { builtinTasksFolder, BUILTIN_PREFIX } from './package-root.ts';
import {
  parseYaml,
  positionKey,
  showPosition,
  type ParsedYaml,
  type SourcePosition,
  type SourcePositions,
} from './parse-yaml.ts';

/** Chains are two or three files long; a longer one is a mistake. */
const MAX_INCLUDE_DEPTH = 16;
const FUNCTION_EXTENSIONS = ['.ts', '.mjs', '.js'];

export interface LoadedYaml {
  /** Keys of the file and of everything it includes. */
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly positions: SourcePositions;
}

/** Parsed files by path: a template that a hundred tasks include is parsed once. */
export type YamlCache = Map<string, ParsedYaml>;

/**
 * A task or group file with its includes: its own keys win over included ones, and of several
 * includes the earlier wins.
 */
export function loadYaml(path: string, cache: YamlCache = new Map()): LoadedYaml {
  return loadChain(path, [], cache);
}

function loadChain(path: string, chain: readonly string[], cache: YamlCache): LoadedYaml {
  const file = resolve(path);
  if (chain.includes(file)) {
    throw new EvalError(
      'task-invalid',
      `Cannot read the task file ${file}: it includes itself (${[...chain, file].map((part) => basename(part)).join(' -> ')}).`,
    );
  }
  if (chain.length >= MAX_INCLUDE_DEPTH) {
    throw new EvalError(
      'task-invalid',
      `Cannot read the task file ${file}: more than ${MAX_INCLUDE_DEPTH} files include one another.`,
    );
  }
  const { value, positions } = parseFile(file, cache);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new EvalError(
      'task-invalid',
      `Cannot read the task file ${file}: expected keys and values, received ${value === null ? 'an empty file' : JSON.stringify(value).slice(0, 60)}.`,
    );
  }
  const { include, ...own } = value as Record<string, JsonValue>;
  if (include === undefined || include === null) return { values: own, positions };
  const position = positions.get(positionKey(['include'])) ?? { file, line: 1, column: 1 };
  const included = includedPaths(include, position).map((entry) =>
    loadChain(includedFile(entry, position), [...chain, file], cache),
  );
  return mergeLoaded([{ values: own, positions }, ...included]);
}

function parseFile(file: string, cache: YamlCache): ParsedYaml {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const parsed = parseYaml(readText(file), {
    file,
    functionReference: (name, position) => functionReference(name, file, position),
  });
  cache.set(file, parsed);
  return parsed;
}

/** A folder of ours as `builtin:<folder>`, any other absolute. */
export function taskDirectory(folder: string): string {
  const inside = relative(builtinTasksFolder(), resolve(folder));
  const isOutside = inside.startsWith('..') || isAbsolute(inside);
  return isOutside ? resolve(folder) : `${BUILTIN_PREFIX}${inside.split(sep).join('/')}`;
}

function mergeLoaded(sources: readonly LoadedYaml[]): LoadedYaml {
  const values: Record<string, JsonValue> = {};
  const positions = new Map<string, SourcePosition>();
  for (const source of sources) {
    const added = new Set(Object.keys(source.values).filter((key) => !Object.hasOwn(values, key)));
    for (const key of added) values[key] = source.values[key] ?? null;
    for (const [key, position] of source.positions) {
      if (added.has(key.split('\u0000')[0] ?? '')) positions.set(key, position);
    }
  }
  return { values, positions };
}

function includedPaths(include: JsonValue, position: SourcePosition): string[] {
  const list = Array.isArray(include) ? (include as readonly JsonValue[]) : [include];
  return list.map((entry) => {
    if (typeof entry === 'string') return entry;
    throw new EvalError(
      'task-invalid',
      `Cannot read the task file ${showPosition(position)}: include must be a path or a list of paths, received ${JSON.stringify(entry)}.`,
    );
  });
}

function includedFile(entry: string, position: SourcePosition): string {
  const folder = dirname(position.file);
  const path = resolve(folder, entry);
  if (existsSync(path)) return path;
  throw new EvalError(
    'task-invalid',
    `Cannot read the task file ${showPosition(position)}: the included file ${path} does not exist.${didYouMean(basename(path), filesOf(dirname(path)))}`,
  );
}

/** The module is looked for beside the file that names it, also when that file is an include. */
function functionReference(name: string, file: string, position: SourcePosition): JsonValue {
  const parts = name.trim().split('.');
  if (parts.length < 2 || !parts.every((part) => /^[A-Za-z_$][\w$-]*$/.test(part))) {
    throw new EvalError(
      'task-invalid',
      `Cannot read the task file ${showPosition(position)}: expected "!function file.name", received "!function ${name}".`,
    );
  }
  const folder = join(dirname(file), ...parts.slice(0, -2));
  const moduleName = parts.at(-2) ?? '';
  const directory = taskDirectory(folder);
  const isBuiltin = directory.startsWith(BUILTIN_PREFIX);
  if (
    !isBuiltin &&
    !FUNCTION_EXTENSIONS.some((end) => existsSync(join(folder, moduleName + end)))
  ) {
    throw new EvalError('task-invalid', missingModule({ name, moduleName, folder, position }));
  }
  return { $module: `${directory}/${moduleName}`, $export: parts.at(-1) ?? '' };
}

function missingModule(options: {
  name: string;
  moduleName: string;
  folder: string;
  position: SourcePosition;
}): string {
  const { name, moduleName, folder, position } = options;
  const files = filesOf(folder);
  const hint = files.includes(`${moduleName}.py`)
    ? ` ${moduleName}.py is Python, which is never run: write ${moduleName}.ts with the same function.`
    : didYouMean(
        moduleName,
        files
          .filter((entry) => /\.(?:ts|mjs|js)$/.test(entry))
          .map((entry) => entry.split('.')[0] ?? ''),
      );
  return `Cannot read the task file ${showPosition(position)}: "!function ${name}" needs ${join(folder, moduleName)}.ts (or .mjs, .js), which does not exist.${hint}`;
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new EvalError('task-invalid', `Cannot read the task file ${file}: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

function filesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
