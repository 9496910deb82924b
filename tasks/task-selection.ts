import type { JsonValue } from '../core/json.ts';
import type { GroupMetric } from '../core/schema/group-schema.ts';
import type { TaskConfig } from '../core/task.ts';

export interface ResolvedTask {
  /** Unique in the selection; config.task says the same. */
  readonly name: string;
  readonly config: TaskConfig;
  /** The YAML file. */
  readonly path: string;
}

export interface ResolvedGroup {
  readonly name: string;
  readonly alias?: string;
  /** A tag is a group that never aggregates. */
  readonly kind: 'group' | 'tag';
  /** Names of tasks and groups, in the file's order. */
  readonly members: readonly string[];
  readonly aggregateMetrics: readonly GroupMetric[];
  readonly metadata?: JsonValue;
}

/** What a list of selectors means: tasks in order, each once, and the groups they were reached by. */
export interface TaskSelection {
  readonly tasks: readonly ResolvedTask[];
  readonly groups: readonly ResolvedGroup[];
}

/** `{group: [direct members]}`, as the results file shows it. */
export function groupSubtasks(selection: TaskSelection): Record<string, readonly string[]> {
  return Object.fromEntries(selection.groups.map((group) => [group.name, group.members]));
}
