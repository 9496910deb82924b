import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EvalError, messageOf } from '../core/errors.ts';
import { builtinTasksFolder } from './package-root.ts';
import { scanTaskFile, type ScannedFile } from './scan-task-file.ts';

/** Deeper folders are a package tree that was passed by mistake. */
const MAX_FOLDER_DEPTH = 12;
const SKIPPED_FOLDERS = new Set(['node_modules', '__pycache__', 'dist']);

export interface TaskFileEntry extends ScannedFile {
  readonly path: string;
}

export interface TaskIndex {
  readonly tasks: ReadonlyMap<string, TaskFileEntry>;
  readonly groups: ReadonlyMap<string, TaskFileEntry>;
  /** Names of the tasks that carry each tag, in name order. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** Files that look like tasks and cannot be read: told when a name is not found. */
  readonly unreadable: readonly string[];
}

/** Every task and group of the shipped catalogue and of the operator's folders, by name. */
export function discoverTasks(includePaths: readonly string[]): TaskIndex {
  const files = new Set(yamlFiles(builtinTasksFolder(), 0));
  for (const includePath of includePaths) {
    for (const file of filesOfIncludePath(includePath)) files.add(file);
  }
  return indexFiles([...files]);
}

/** The same index over given files only: a YAML path or a folder named as a task. */
export function indexFiles(files: readonly string[]): TaskIndex {
  const byName = new Map<string, TaskFileEntry>();
  const unreadable: string[] = [];
  const cache = new Map();
  for (const path of files) {
    let scanned: ScannedFile | undefined;
    try {
      scanned = scanTaskFile(path, cache);
    } catch (error) {
      unreadable.push(messageOf(error));
    }
    if (scanned !== undefined) addEntry(byName, { ...scanned, path });
  }
  const entries = [...byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  const tags = new Map<string, string[]>();
  for (const entry of entries) {
    for (const tag of entry.kind === 'task' ? entry.tags : []) {
      tags.set(tag, [...(tags.get(tag) ?? []), entry.name]);
    }
  }
  return {
    tasks: new Map(
      entries.filter((entry) => entry.kind === 'task').map((entry) => [entry.name, entry]),
    ),
    groups: new Map(
      entries.filter((entry) => entry.kind === 'group').map((entry) => [entry.name, entry]),
    ),
    tags,
    unreadable,
  };
}

/** All YAML files under a folder, in name order, links not followed. */
export function yamlFiles(folder: string, depth = 0): string[] {
  if (depth > MAX_FOLDER_DEPTH) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isSkipped = entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name);
      return isSkipped ? [] : yamlFiles(path, depth + 1);
    }
    return entry.name.endsWith('.yaml') ? [path] : [];
  });
}

function filesOfIncludePath(includePath: string): string[] {
  const path = resolve(includePath);
  if (!existsSync(path)) {
    throw new EvalError(
      'config-invalid',
      `Cannot look for tasks in ${path}: it does not exist. Give --include_path a folder of task files.`,
    );
  }
  return statSync(path).isDirectory() ? yamlFiles(path) : [path];
}

function addEntry(byName: Map<string, TaskFileEntry>, entry: TaskFileEntry): void {
  const other = byName.get(entry.name);
  if (other !== undefined) {
    throw new EvalError(
      'task-invalid',
      `Cannot tell two tasks apart: "${entry.name}" is the name of both ${other.path} and ${entry.path}. Rename one of them, or leave --include_path out and give the file itself to --tasks.`,
    );
  }
  byName.set(entry.name, entry);
}
