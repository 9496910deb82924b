import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EvalError, messageOf } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { discoverTasks, yamlFiles, type TaskIndex } from './discover-tasks.ts';
import { fixtureOf } from './fixture-file.ts';
import { loadGroup, loadTask } from './load-task.ts';
import { loadYaml, taskDirectory, type YamlCache } from './load-yaml.ts';
import { BUILTIN_PREFIX } from './package-root.ts';
import { selectTasks } from './select-tasks.ts';

/** What is wrong with a task folder, or could be better. */
export interface Finding {
  /** An error keeps a task from being evaluated; advice does not. */
  readonly level: 'error' | 'advice';
  readonly message: string;
}

export interface LintedFolder {
  readonly findings: readonly Finding[];
  /** Tasks that load, by name, with their files. */
  readonly tasks: readonly LintedTask[];
}

interface LintedTask {
  readonly name: string;
  readonly path: string;
  /** Its dataset is not beside it. */
  readonly isRemote: boolean;
}

/** Keys that are read for the sake of older files. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  should_decontaminate: 'nothing is decontaminated',
  doc_to_decontamination_query: 'nothing is decontaminated',
  process_results_use_image: 'process_results always gets the document with its media',
};

/** Reads every YAML file of a folder; all faults of all files at once. */
export function lintFolder(given: string, includePaths: readonly string[] = []): LintedFolder {
  const folder = resolve(given);
  if (!existsSync(folder)) {
    throw new EvalError('task-not-found', `Cannot check ${folder}: there is no such folder.`);
  }
  const cache: YamlCache = new Map();
  const files = yamlFiles(folder);
  const findings: Finding[] = [];
  const names = new Map<string, string>();
  const tasks: LintedTask[] = [];
  const groups: { name: string; path: string }[] = [];
  const included = new Set<string>();
  const report = (error: unknown): unknown =>
    findings.push({ level: 'error', message: messageOf(error) });
  for (const path of files) {
    try {
      const { values } = loadYaml(path, cache);
      for (const file of includesOf(path, cache)) included.add(file);
      const kind = Array.isArray(values['task']) ? 'group' : 'task' in values ? 'task' : undefined;
      if (kind === undefined) continue;
      let name: string;
      if (kind === 'group') {
        name = loadGroup(path, cache).group;
        groups.push({ name, path });
      } else {
        const config = loadTask(path, { cache });
        name = config.task;
        tasks.push({ name, path, isRemote: config.dataset_path.includes('/') });
      }
      const other = names.get(name);
      if (other !== undefined) report(duplicate(name, other, path));
      names.set(name, path);
      findings.push(...legacyAdvice(path, values));
    } catch (error) {
      report(error);
    }
  }
  findings.push(...brokenGroups(groups, folder, includePaths));
  const known = new Set([...tasks, ...groups].map(({ path }) => path));
  const failed = (path: string) => findings.some(({ message }) => message.includes(path));
  for (const path of files) {
    if (known.has(path) || included.has(path) || failed(path)) continue;
    findings.push(
      advice(`${path} names neither a task nor a group: give templates no .yaml ending.`),
    );
  }
  if (files.length === 0) report(new Error(`${folder} holds no file that ends in .yaml.`));
  for (const benchmark of new Set(tasks.map(({ path }) => dirname(path)))) {
    findings.push(...unusedFunctions(benchmark));
  }
  return { findings: [...findings, ...missingFiles(folder, tasks)], tasks };
}

function advice(message: string): Finding {
  return { level: 'advice', message };
}

function duplicate(name: string, first: string, second: string): Error {
  return new Error(`"${name}" is the name of both ${first} and ${second}. Rename one of them.`);
}

function includesOf(path: string, cache: YamlCache): string[] {
  const value = cache.get(resolve(path))?.value;
  const include = (value as Readonly<Record<string, JsonValue>> | null | undefined)?.['include'];
  const entries = [include ?? []].flat().filter((entry) => typeof entry === 'string');
  return entries.map((entry) => resolve(dirname(path), entry));
}

function legacyAdvice(path: string, values: Readonly<Record<string, JsonValue>>): Finding[] {
  return Object.keys(values)
    .filter((key) => Object.hasOwn(WITHOUT_EFFECT, key))
    .map((key) => advice(`${path}: ${key} has no effect: ${WITHOUT_EFFECT[key] ?? ''}.`));
}

/** Groups whose members do not exist or contradict one another. */
function brokenGroups(
  groups: readonly { name: string }[],
  folder: string,
  includePaths: readonly string[],
): Finding[] {
  if (groups.length === 0) return [];
  let index: TaskIndex;
  try {
    const isBuiltin = taskDirectory(folder).startsWith(BUILTIN_PREFIX);
    index = discoverTasks(isBuiltin ? includePaths : [folder, ...includePaths]);
  } catch (error) {
    return [{ level: 'error', message: messageOf(error) }];
  }
  return groups.flatMap(({ name }): Finding[] => {
    try {
      selectTasks(index).add(name);
      return [];
    } catch (error) {
      return [{ level: 'error', message: `Group ${name}: ${messageOf(error)}` }];
    }
  });
}

/** Exports that no file of the folder names: left over, or misspelt in the YAML. */
function unusedFunctions(folder: string): Finding[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?:^[^.]+|\.(?:ya?ml|ts|mjs|js))$/.test(entry.name))
    .map(({ name }) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  return files
    .filter(({ name }) => /\.(?:ts|mjs|js)$/.test(name))
    .flatMap(({ name, text }) =>
      exportsOf(text)
        .filter((exported) => {
          const uses = files.flatMap((file) =>
            file.text.match(new RegExp(`\\b${exported}\\b`, 'g')),
          );
          return uses.filter((use) => use !== null).length < 2;
        })
        .map((exported) => advice(`${join(folder, name)}: nothing here uses ${exported}.`)),
    );
}

function exportsOf(text: string): string[] {
  const declared = /^export (?:async )?(?:function\*?|const|let) ([A-Za-z_]\w*)/gm;
  return [...text.matchAll(declared)].map((match) => match[1] ?? '');
}

function missingFiles(folder: string, tasks: readonly LintedTask[]): Finding[] {
  const findings: Finding[] = [];
  if (!existsSync(join(folder, 'README.md')) && !existsSync(join(dirname(folder), 'README.md'))) {
    findings.push(advice(`${folder} has no README.md: say where data and rule come from.`));
  }
  const bare = tasks.filter(
    ({ isRemote, name, path }) => isRemote && fixtureOf(name, path) === undefined,
  );
  if (bare.length > 0) {
    const which = bare.slice(0, 3).map(({ path }) => basename(path));
    const rest = bare.length > which.length ? ` and ${bare.length - which.length} more` : '';
    findings.push(
      advice(
        `${which.join(', ')}${rest}: no fixture.jsonl beside it; five documents let a check work without the dataset.`,
      ),
    );
  }
  return findings;
}
