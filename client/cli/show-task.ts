import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { isFunctionReference } from '../../core/function-reference.ts';
import type { TaskConfig } from '../../core/task.ts';
import { filterListing, listTasks, type TaskListing } from '../../tasks/list-tasks.ts';
import { loadTask } from '../../tasks/load-task.ts';
import { openTaskRegistry } from '../../tasks/registry.ts';
import type { ResolvedTask, TaskSelection } from '../../tasks/task-selection.ts';
import { EXIT } from './exit-code.ts';
import { near } from './print-task-list.ts';
import { sanitizeLine } from './sanitize-text.ts';
import type { Terminal } from './terminal.ts';

export interface ShowTaskOptions {
  readonly name: string;
  readonly includePaths: readonly string[];
  readonly asJson: boolean;
  readonly terminal: Terminal;
}

type Fact = readonly [name: string, value: string];

/** What one task, group or tag is. An unknown name ends with the nearest one. */
export async function showTask(options: ShowTaskOptions): Promise<number> {
  const { name, includePaths, asJson, terminal } = options;
  const listing = await listTasks(includePaths);
  const path = listing.tasks.find((task) => task.name === name)?.path;
  const only = path === undefined ? undefined : { name, path, config: loadTask(path) };
  const selection =
    only === undefined
      ? (await openTaskRegistry({ includePaths })).resolve([name])
      : { tasks: [only], groups: [] };
  if (asJson) {
    const shown = only === undefined ? selection : { ...only, in: groupsWith(name, listing) };
    terminal.print(JSON.stringify(shown));
    return EXIT.ok;
  }
  const facts = only === undefined ? groupFacts(selection) : taskFacts(only, listing);
  const width = Math.max(...facts.map(([label]) => label.length));
  for (const [label, value] of facts) {
    if (value !== '') terminal.print(`${label.padEnd(width)}  ${sanitizeLine(value)}`);
  }
  return EXIT.ok;
}

function taskFacts({ name, path, config }: ResolvedTask, listing: TaskListing): Fact[] {
  const row = filterListing(listing, [name]).tasks.find((task) => task.name === name);
  const readme = join(dirname(path), 'README.md');
  return [
    ['Task', name],
    ['Alias', config.task_alias ?? ''],
    ['File', near(path)],
    ['About', existsSync(readme) ? near(readme) : ''],
    ['Dataset', datasetOf(config)],
    ['Needs', row?.needs.join(', ') ?? ''],
    ['Output', config.output_type],
    ['Generation', JSON.stringify(config.generation_kwargs)],
    ['Prompt', shown(config.doc_to_messages ?? config.doc_to_text)],
    ['Media', shown(config.doc_to_visual)],
    ['Choices', shown(config.doc_to_choice)],
    ['Answer', shown(config.doc_to_target)],
    ['Scorer', shown(config.process_results)],
    ['Judge', shown(config.judge?.prompt)],
    ['Examples', config.num_fewshot === 0 ? '' : String(config.num_fewshot)],
    ['Repeats', config.repeats === 1 ? '' : String(config.repeats)],
    ['Filters', config.filter_list.map((filter) => filter.name).join(', ')],
    ['Metrics', config.metric_list.map(metricOf).join(', ')],
    ['Groups', groupsWith(name, listing).join(', ')],
    ['Tags', (config.tag ?? []).join(', ')],
  ];
}

function groupFacts({ groups, tasks }: TaskSelection): Fact[] {
  // The outermost group is finished last.
  const group = groups.at(-1);
  return [
    [group?.kind === 'tag' ? 'Tag' : 'Group', group?.name ?? ''],
    ['Alias', group?.alias ?? ''],
    ['Members', (group?.members ?? []).join(', ')],
    ['Tasks', String(tasks.length)],
    [
      'Common score',
      (group?.aggregateMetrics ?? [])
        .map(
          ({ metric, aggregation, weight_by_size: isWeighted }) =>
            `${metric} (${aggregation}${isWeighted ? ', weighted by size' : ''})`,
        )
        .join(', '),
    ],
  ];
}

function datasetOf(config: TaskConfig): string {
  const split = config.test_split ?? config.validation_split ?? '';
  const revision = config.dataset_kwargs?.['revision'];
  return [
    config.dataset_path,
    config.dataset_name === undefined ? '' : `configuration ${config.dataset_name}`,
    `split ${split}`,
    typeof revision === 'string' ? `revision ${revision}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function metricOf({
  metric,
  aggregation = 'mean',
  higher_is_better,
}: TaskConfig['metric_list'][0]) {
  const better =
    higher_is_better === undefined
      ? ''
      : higher_is_better
        ? ', more is better'
        : ', less is better';
  const name = isFunctionReference(aggregation) ? aggregation.$export : aggregation;
  return `${metric} (${name}${better})`;
}

function groupsWith(name: string, { groups }: TaskListing): string[] {
  return groups.filter(({ members }) => members.includes(name)).map((group) => group.name);
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  if (isFunctionReference(value)) return `function ${value.$export} of ${value.$module}`;
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
}
