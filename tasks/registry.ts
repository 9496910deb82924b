import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EvalError, messageOf } from '../core/errors.ts';
import type { TaskConfig } from '../core/task.ts';
import { discoverTasks, indexFiles, yamlFiles, type TaskIndex } from './discover-tasks.ts';
import { isFunctionReference } from './load-functions.ts';
import { loadTask } from './load-task.ts';
import { selectTasks, type TaskSelector } from './select-tasks.ts';
import type { TaskSelection } from './task-selection.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

export interface OpenTaskRegistryOptions {
  readonly includePaths?: readonly string[];
  /** The model id as given, for keys that differ by model. */
  readonly modelFamily?: string;
}

/** One line of `assay tasks`. */
export interface TaskRow {
  readonly name: string;
  readonly path: string;
  readonly outputType: string;
  readonly dataset: string;
  readonly split: string;
  /** Such as `media`, `hub dataset`, `scorer`. */
  readonly needs: readonly string[];
  readonly tags: readonly string[];
  /** Why the file cannot be evaluated. */
  readonly error?: string;
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
  tags(): NamedTasks[];
  /** Tasks that groups are made of: those a person rarely runs alone. */
  subtasks(): TaskRow[];
}

/** Finds tasks by name; files are parsed only when they are asked for. */
export async function openTaskRegistry(
  options: OpenTaskRegistryOptions = {},
): Promise<TaskRegistry> {
  await Promise.resolve();
  const index = discoverTasks(options.includePaths ?? []);
  return {
    resolve(selectors) {
      const selector = selectTasks(index, options.modelFamily);
      const fromFiles: TaskSelection[] = [];
      for (const given of selectors) {
        const files = filesOf(given, index);
        if (files === undefined) addByName(selector, index, given);
        else fromFiles.push(selectFiles(files, { given, index, modelFamily: options.modelFamily }));
      }
      return joinSelections([selector.selection(), ...fromFiles]);
    },
    list: () => [...index.tasks.keys()].map((name) => taskRow(name, index)),
    groups: () =>
      [...index.groups.values()].map(({ name, path }) => ({
        name,
        path,
        members: membersOf(name, index),
      })),
    tags: () => [...index.tags].map(([name, members]) => ({ name, members })),
    subtasks() {
      const members = new Set([...index.groups.keys()].flatMap((name) => membersOf(name, index)));
      return [...index.tasks.keys()]
        .filter((name) => members.has(name))
        .map((name) => taskRow(name, index));
    },
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
  options: { given: string; index: TaskIndex; modelFamily: string | undefined },
): TaskSelection {
  const { given, index, modelFamily } = options;
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
  const selector = selectTasks(both, modelFamily);
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

function membersOf(group: string, index: TaskIndex): readonly string[] {
  try {
    const selector = selectTasks(index);
    selector.add(group);
    return selector.selection().groups.find((entry) => entry.name === group)?.members ?? [];
  } catch {
    return [];
  }
}

function taskRow(name: string, index: TaskIndex): TaskRow {
  const entry = index.tasks.get(name);
  const path = entry?.path ?? '';
  const tags = entry?.tags ?? [];
  try {
    const config = loadTask(path);
    return {
      name,
      path,
      outputType: config.output_type,
      dataset: [config.dataset_path, config.dataset_name].filter(Boolean).join(':'),
      split: config.test_split ?? config.validation_split ?? '',
      needs: needsOf(config),
      tags,
    };
  } catch (error) {
    return {
      name,
      path,
      outputType: '',
      dataset: '',
      split: '',
      needs: [],
      tags,
      error: messageOf(error),
    };
  }
}

function needsOf(config: TaskConfig): string[] {
  const isHub = /^[\w.-]+\/[\w.-]+$/.test(config.dataset_path);
  return [
    ...(config.doc_to_visual === undefined && config.doc_to_messages === undefined
      ? []
      : ['media']),
    ...(isHub ? ['hub dataset'] : []),
    ...(Object.values(config).some(isFunctionReference) ? ['functions'] : []),
  ];
}
