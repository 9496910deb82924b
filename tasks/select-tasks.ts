import { EvalError } from '../core/errors.ts';
import { canonicalJson, type JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { GroupConfig } from '../core/schema/group-schema.ts';
import type { TaskIndex } from './discover-tasks.ts';
import { loadGroup, loadTask, parseGroup } from './load-task.ts';
import type { YamlCache } from './load-yaml.ts';
import type { ResolvedGroup, ResolvedTask, TaskSelection } from './task-selection.ts';

type Overrides = Readonly<Record<string, JsonValue>>;

export interface SelectTasksOptions {
  readonly modelFamily?: string | undefined;
  readonly cache?: YamlCache;
}

export interface TaskSelector {
  /** Adds a task, group or tag of the index by its exact name. */
  add(name: string): void;
  /** Adds a task unless a group already brought one of this name. */
  addIfAbsent(name: string): void;
  selection(): TaskSelection;
}

/** Gathers names into one selection. Keys nearest to a task win: inline, then inner, then outer group. */
export function selectTasks(index: TaskIndex, options: SelectTasksOptions = {}): TaskSelector {
  const tasks = new Map<string, ResolvedTask>();
  const groups = new Map<string, ResolvedGroup>();

  /** Returns the name the task has in the selection. */
  function addTask(name: string, overrides: Overrides, taken?: ReadonlySet<string>): string {
    const entry = index.tasks.get(name);
    if (entry === undefined) throw unknownMember(name, index);
    const unique = uniqueName(name, taken);
    const config = loadTask(entry.path, {
      overrides: { ...overrides, task: unique },
      ...options,
    });
    const present = tasks.get(unique);
    if (present !== undefined && canonicalJson(present.config) !== canonicalJson(config)) {
      throw new EvalError(
        'task-invalid',
        `Cannot evaluate ${unique} twice with different settings in one run: a group changes its keys and it is also selected elsewhere. Select one of them per run.`,
      );
    }
    if (present === undefined) tasks.set(unique, { name: unique, config, path: entry.path });
    return unique;
  }

  function addGroup(config: GroupConfig, outer: Overrides, context: GroupContext): string {
    if (context.chain.includes(config.group)) {
      throw new EvalError(
        'task-invalid',
        `Cannot expand the group ${config.group}: it contains itself (${[...context.chain, config.group].join(' -> ')}).`,
      );
    }
    const inner = { path: context.path, chain: [...context.chain, config.group] };
    const overrides = { ...outer, ...config.overrides };
    const members = new Set<string>();
    for (const member of config.task) {
      for (const name of addMember(member, overrides, inner, members)) members.add(name);
    }
    if (members.size === 0) {
      throw new EvalError(
        'task-invalid',
        `Cannot expand the group ${config.group} of ${context.path}: its list of tasks is empty.`,
      );
    }
    groups.set(config.group, {
      name: config.group,
      kind: 'group',
      members: [...members],
      aggregateMetrics: config.aggregate_metric_list,
      ...(config.group_alias === undefined ? {} : { alias: config.group_alias }),
      ...(config.metadata === undefined ? {} : { metadata: config.metadata }),
    });
    return config.group;
  }

  function addMember(
    member: GroupConfig['task'][number],
    overrides: Overrides,
    context: GroupContext,
    taken: ReadonlySet<string>,
  ): string[] {
    if (typeof member === 'string') return addNamed(member, overrides, context, taken);
    if (Array.isArray(member['task'])) {
      return [addGroup(parseGroup(member, context.path), overrides, context)];
    }
    const { task, ...own } = member;
    if (typeof task !== 'string') {
      throw new EvalError(
        'task-invalid',
        `Cannot expand the group ${context.chain.at(-1) ?? ''} of ${context.path}: an inline member needs "task", the name of the task it changes.`,
      );
    }
    return addNamed(task, { ...overrides, ...own }, context, taken);
  }

  function addNamed(
    name: string,
    overrides: Overrides,
    context: GroupContext,
    taken?: ReadonlySet<string>,
  ): string[] {
    const group = index.groups.get(name);
    if (group !== undefined) {
      return [
        addGroup(loadGroup(group.path, options.cache), overrides, { ...context, path: group.path }),
      ];
    }
    const tagged = index.tasks.has(name) ? undefined : index.tags.get(name);
    return tagged === undefined
      ? [addTask(name, overrides, taken)]
      : tagged.map((task) => addTask(task, overrides, taken));
  }

  return {
    add(name) {
      const members = addNamed(name, {}, { path: '', chain: [] });
      const isTag = !index.groups.has(name) && !index.tasks.has(name);
      if (isTag) groups.set(name, { name, kind: 'tag', members, aggregateMetrics: [] });
    },
    addIfAbsent(name) {
      if (!tasks.has(name)) addTask(name, {});
    },
    selection: () => ({ tasks: [...tasks.values()], groups: [...groups.values()] }),
  };
}

interface GroupContext {
  readonly path: string;
  /** Groups being expanded, outermost first. */
  readonly chain: readonly string[];
}

/** The same task again in one group, with other keys: name-1, name-2 … */
function uniqueName(name: string, taken?: ReadonlySet<string>): string {
  if (taken === undefined || !taken.has(name)) return name;
  let suffix = 1;
  while (taken.has(`${name}-${suffix}`)) suffix += 1;
  return `${name}-${suffix}`;
}

function unknownMember(name: string, index: TaskIndex): EvalError {
  const names = [...index.tasks.keys(), ...index.groups.keys(), ...index.tags.keys()];
  const broken = index.unreadable.length === 0 ? '' : ` Unreadable: ${index.unreadable.join(' ')}`;
  return new EvalError(
    'task-not-found',
    `Cannot find the task "${name}": no task, group or tag has this name.${didYouMean(name, names)} "assay tasks list" shows all; --include_path adds folders.${broken}`,
  );
}
