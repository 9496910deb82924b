import { relative } from 'node:path';
import { filterListing, listTasks, subtasksOf, type TaskListing } from '../../tasks/list-tasks.ts';
import type { NamedTasks } from '../../tasks/registry.ts';
import type { TaskRow } from '../../tasks/task-row.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

export const TASK_LISTS = ['list', 'groups', 'subtasks', 'tags'] as const;
export type TaskList = (typeof TASK_LISTS)[number];

export interface TaskListOptions {
  readonly list: TaskList;
  /** Names, wildcards and tags; none: everything. */
  readonly patterns?: readonly string[];
  readonly includePaths: readonly string[];
  readonly asJson: boolean;
  readonly terminal: Terminal;
}

/** Also what `--tasks list` prints. */
export async function printTaskList(options: TaskListOptions): Promise<number> {
  const { list, patterns = [], terminal } = options;
  const listing = await listTasks(options.includePaths);
  const rows = rowsOf(list, listing, patterns);
  if (options.asJson) terminal.print(JSON.stringify(rows));
  else if (rows.length === 0) terminal.print(nothing(list, patterns));
  else terminal.print(tableOf(list, rows));
  return EXIT.ok;
}

function nothing(list: TaskList, patterns: readonly string[]): string {
  const kind = list === 'list' ? 'tasks' : list;
  const which = patterns.length === 0 ? 'here' : `for ${patterns.join(' ')}`;
  return `There are no ${kind} ${which}.`;
}

function rowsOf(
  list: TaskList,
  listing: TaskListing,
  patterns: readonly string[],
): readonly (TaskRow | NamedTasks)[] {
  // Before the filter: a group that does not fit still has subtasks that do.
  if (list === 'subtasks') {
    return filterListing({ ...listing, tasks: subtasksOf(listing) }, patterns).tasks;
  }
  const { tasks, groups, tags } = filterListing(listing, patterns);
  return list === 'groups' ? groups : list === 'tags' ? tags : tasks;
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
      { title: 'Metrics', hideWhenEmpty: true },
      { title: 'Needs', hideWhenEmpty: true },
      { title: 'Tags', hideWhenEmpty: true },
    ],
    tasks.map((row) => [
      row.name,
      outputOf(row),
      row.dataset,
      row.split,
      shortened(row.metrics),
      row.needs.join(', '),
      row.tags.join(', '),
    ]),
  );
}

const SHOWN_METRICS = 2;

function shortened(metrics: readonly string[]): string {
  const rest = metrics.length - SHOWN_METRICS;
  const shown = metrics.slice(0, SHOWN_METRICS).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function outputOf(row: TaskRow): string {
  return row.error === undefined ? row.outputType : `unreadable: ${row.error}`;
}

/** A path below the current folder reads best as such. */
export function near(path: string | undefined): string {
  if (path === undefined) return '';
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
}
