import { relative } from 'node:path';
import type { CommandOption } from '../../core/command-option.ts';
import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { NamedTasks, TaskRegistry, TaskRow } from '../../tasks/registry.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn, namesValue } from './option-values.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

export const TASK_LISTS = ['list', 'groups', 'subtasks', 'tags'] as const;
export type TaskList = (typeof TASK_LISTS)[number];

const includePathOption: CommandOption = {
  key: 'include_path',
  flags: ['--include_path'],
  kind: 'names',
  default: [],
  placeholder: 'DIR',
  help: 'Further folders of task YAML.',
  group: 'General',
};

const verbosityOption: CommandOption = {
  key: 'verbosity',
  flags: ['--verbosity', '-v'],
  kind: 'choice',
  choices: ['CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG'],
  default: 'WARNING',
  help: 'Detail of messages.',
  group: 'General',
  standing: { kind: 'no-effect', reason: 'unreadable tasks are always shown with their reason' },
};

export const tasksCommand: Command = {
  name: 'tasks',
  summary: 'List tasks, groups, subtasks or tags',
  usage: ['assay tasks [list|groups|subtasks|tags] [--include_path DIR]'],
  options: [includePathOption, verbosityOption, jsonOption],
  examples: [
    { command: 'assay tasks', meaning: 'Every task with its output type and dataset.' },
    { command: 'assay tasks groups', meaning: 'Groups with their members.' },
    { command: 'assay tasks list --include_path ./my-tasks', meaning: 'Your own tasks as well.' },
  ],
  run: async ({ positionals, values, terminal }) => {
    const list = taskListOf(positionals[0] ?? 'list');
    const includePaths = namesValue(values, 'include_path');
    return printTaskList({ list, includePaths, asJson: isOn(values, 'json'), terminal });
  },
};

export interface TaskListOptions {
  readonly list: TaskList;
  readonly includePaths: readonly string[];
  readonly asJson: boolean;
  readonly terminal: Terminal;
}

/** Also what `--tasks list` prints. */
export async function printTaskList(options: TaskListOptions): Promise<number> {
  const { openTaskRegistry } = await import('../../tasks/registry.ts');
  const registry = await openTaskRegistry({ includePaths: options.includePaths });
  const rows = rowsOf(options.list, registry);
  if (options.asJson) options.terminal.print(JSON.stringify(rows));
  else if (rows.length === 0) options.terminal.print(`There are no ${options.list} here.`);
  else options.terminal.print(tableOf(options.list, rows));
  return EXIT.ok;
}

function taskListOf(word: string): TaskList {
  const found = TASK_LISTS.find((list) => list === word);
  if (found !== undefined) return found;
  throw new EvalError(
    'spec-invalid',
    `Cannot list "${word.slice(0, 60)}": expected ${TASK_LISTS.join(', ')}.${didYouMean(word, TASK_LISTS)}`,
  );
}

function rowsOf(list: TaskList, registry: TaskRegistry): readonly (TaskRow | NamedTasks)[] {
  if (list === 'groups') return registry.groups();
  if (list === 'tags') return registry.tags();
  return list === 'subtasks' ? registry.subtasks() : registry.list();
}

function tableOf(list: TaskList, rows: readonly (TaskRow | NamedTasks)[]): string {
  if (list === 'groups' || list === 'tags') {
    const title = list === 'groups' ? 'Group' : 'Tag';
    return textTable(
      [{ title }, { title: 'Members' }, { title: 'Config Location', hideWhenEmpty: true }],
      (rows as readonly NamedTasks[]).map((row) => [
        row.name,
        row.members.join(', '),
        near(row.path),
      ]),
    );
  }
  const tasks = rows as readonly TaskRow[];
  if (list === 'subtasks') {
    return textTable(
      [{ title: 'Task' }, { title: 'Config Location' }, { title: 'Output Type' }],
      tasks.map((row) => [row.name, near(row.path), outputOf(row)]),
    );
  }
  return textTable(
    [
      { title: 'Task' },
      { title: 'Output Type' },
      { title: 'Dataset' },
      { title: 'Split' },
      { title: 'Needs', hideWhenEmpty: true },
      { title: 'Tags', hideWhenEmpty: true },
    ],
    tasks.map((row) => [
      row.name,
      outputOf(row),
      row.dataset,
      row.split,
      row.needs.join(', '),
      row.tags.join(', '),
    ]),
  );
}

function outputOf(row: TaskRow): string {
  return row.error === undefined ? row.outputType : `unreadable: ${row.error}`;
}

/** A path below the current folder reads best as such. */
function near(path: string | undefined): string {
  if (path === undefined) return '';
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
}
