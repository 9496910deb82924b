import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EvalError } from '../core/errors.ts';
import { discoverTasks, indexFiles, yamlFiles, type TaskIndex } from './discover-tasks.ts';
import type { YamlCache } from './load-yaml.ts';
import { selectTasks, type SelectTasksOptions, type TaskSelector } from './select-tasks.ts';
import { taskRow, type TaskRow } from './task-row.ts';
import type { TaskSelection } from './task-selection.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

export interface OpenTaskRegistryOptions {
  readonly includePaths?: readonly string[];
  /** The model id as given, for keys that differ by model. */
  readonly modelFamily?: string;
}

export interface NamedTasks {
  readonly name: string;
  /** The YAML of a group; a tag has none. */
  readonly path?: string;
  readonly members: readonly string[];
}

export interface TaskRegistry {
  /**
   * Names, wildcards, groups, tags, `all`, YAML files and folders. Throws task-not-found with the
   * nearest name.
   */
  resolve(selectors: readonly string[]): TaskSelection;
  list(): TaskRow[];
  groups(): NamedTasks[];
}

/** Finds tasks by name; files are parsed only when they are asked for. */
export async function openTaskRegistry(
  options: OpenTaskRegistryOptions = {},
): Promise<TaskRegistry> {
  await Promise.resolve();
  const index = discoverTasks(options.includePaths ?? []);
  const cache: YamlCache = new Map();
  const loading = { modelFamily: options.modelFamily, cache };
  return {
    resolve(selectors) {
      const selector = selectTasks(index, loading);
      const fromFiles: TaskSelection[] = [];
      for (const given of selectors) {
        const files = filesOf(given, index);
        if (files === undefined) addByName(selector, index, given);
        else fromFiles.push(selectFiles(files, { given, index, loading }));
      }
      return joinSelections([selector.selection(), ...fromFiles]);
    },
    list: () => [...index.tasks.values()].map((entry) => taskRow(entry, cache)),
    groups: () =>
      [...index.groups.values()].map(({ name, path }) => ({
        name,
        path,
        members: membersOf(name, index, cache),
      })),
  };
}

function addByName(selector: TaskSelector, index: TaskIndex, given: string): void {
  const pattern = given === 'all' ? '*' : given;
  if (!hasWildcard(pattern)) {
    selector.add(pattern);
    return;
  }
  const groups = [...index.groups.keys()].filter((name) => matchesWildcard(pattern, name));
  const tasks = [...index.tasks.keys()].filter((name) => matchesWildcard(pattern, name));
  if (groups.length + tasks.length === 0) {
    throw new EvalError(
      'task-not-found',
      `Cannot find tasks for "${given}": the pattern matches none of ${index.tasks.size} tasks and ${index.groups.size} groups. "assay tasks list" shows all.`,
    );
  }
  for (const name of groups) selector.add(name);
  for (const name of tasks) selector.addIfAbsent(name);
}

/** A name of the index is never taken for a folder that happens to be called the same. */
function filesOf(given: string, index: TaskIndex): string[] | undefined {
  const isName = index.tasks.has(given) || index.groups.has(given) || index.tags.has(given);
  const looksLikePath = /[/\\]|\.ya?ml$/.test(given);
  const path = resolve(given);
  if (isName || !existsSync(path)) {
    if (!isName && looksLikePath && !hasWildcard(given)) {
      throw new EvalError(
        'task-not-found',
        `Cannot find the task file ${path}: it does not exist. Give a YAML file, a folder of YAML files, or a task name.`,
      );
    }
    return undefined;
  }
  if (!statSync(path).isDirectory()) return looksLikePath ? [path] : undefined;
  return yamlFiles(path);
}

function selectFiles(
  files: readonly string[],
  options: { given: string; index: TaskIndex; loading: SelectTasksOptions },
): TaskSelection {
  const { given, index, loading } = options;
  const own = indexFiles(files);
  if (own.tasks.size + own.groups.size === 0) {
    throw new EvalError(
      own.unreadable.length === 0 ? 'task-not-found' : 'task-invalid',
      own.unreadable[0] ?? `Cannot find tasks in ${given}: no YAML file there has a "task".`,
    );
  }
  // A group file given by path may name tasks of the catalogue; the file's own folder goes first.
  const both: TaskIndex = {
    tasks: new Map([...index.tasks, ...own.tasks]),
    groups: new Map([...index.groups, ...own.groups]),
    tags: new Map([...index.tags, ...own.tags]),
    unreadable: own.unreadable,
  };
  const selector = selectTasks(both, loading);
  for (const name of own.groups.keys()) selector.add(name);
  for (const name of own.tasks.keys()) selector.addIfAbsent(name);
  return selector.selection();
}

function joinSelections(selections: readonly TaskSelection[]): TaskSelection {
  const tasks = new Map<string, TaskSelection['tasks'][number]>();
  const groups = new Map<string, TaskSelection['groups'][number]>();
  for (const selection of selections) {
    for (const group of selection.groups) groups.set(group.name, group);
    for (const task of selection.tasks) {
      const other = tasks.get(task.name);
      if (other !== undefined && other.path !== task.path) {
        throw new EvalError(
          'task-invalid',
          `Cannot evaluate two tasks named ${task.name} in one run: ${other.path} and ${task.path}. Rename one of them.`,
        );
      }
      tasks.set(task.name, task);
    }
  }
  return { tasks: [...tasks.values()], groups: [...groups.values()] };
}

function membersOf(group: string, index: TaskIndex, cache: YamlCache): readonly string[] {
  try {
    const selector = selectTasks(index, { cache });
    selector.add(group);
    return selector.selection().groups.find((entry) => entry.name === group)?.members ?? [];
  } catch {
    return [];
  }
}
