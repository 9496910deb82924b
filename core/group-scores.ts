import type { JsonObject, JsonValue } from './json.ts';
import type { TaskResult } from './results.ts';
import type { GroupMetric } from './schema/group-schema.ts';
import { groupMean, pooledStandardError } from './statistics/standard-error.ts';

export interface GroupDefinition {
  readonly name: string;
  readonly alias: string;
  readonly members: readonly string[];
  readonly aggregateMetrics: readonly GroupMetric[];
}

/** Scores of the groups that say how to aggregate; a group with an unfinished task has none. */
export function groupScores(
  groups: readonly GroupDefinition[],
  results: ReadonlyMap<string, TaskResult>,
): JsonObject {
  const scored: Record<string, JsonObject> = {};
  for (const group of groups) {
    if (group.aggregateMetrics.length === 0) continue;
    const tasks = leavesOf(group.name, groups).map((name) => results.get(name));
    if (tasks.some((task) => task === undefined || task.status === 'failed')) continue;
    const block: Record<string, JsonValue> = { alias: group.alias };
    for (const metric of group.aggregateMetrics) {
      Object.assign(block, scoreOf(metric, tasks as TaskResult[]));
    }
    scored[group.name] = block;
  }
  return scored;
}

/** Tasks below a group, through nested groups; a cycle was refused when the files were read. */
function leavesOf(name: string, groups: readonly GroupDefinition[]): string[] {
  const group = groups.find((entry) => entry.name === name);
  return group ? group.members.flatMap((member) => leavesOf(member, groups)) : [name];
}

function scoreOf(metric: GroupMetric, tasks: readonly TaskResult[]): JsonObject {
  const block: Record<string, JsonValue> = {};
  for (const filter of metric.filter_list) {
    const key = `${metric.metric},${filter}`;
    const values = tasks.map((task) => task.metrics[key]);
    if (!values.every((value) => typeof value === 'number')) continue;
    const sizes = tasks.map((task) => task.documents.effective);
    block[key] = groupMean(values, sizes, metric.weight_by_size);
    const errors = tasks.map((task) => task.metrics[`${metric.metric}_stderr,${filter}`]);
    block[`${metric.metric}_stderr,${filter}`] = errors.every((one) => typeof one === 'number')
      ? pooledStandardError(errors, sizes)
      : 'N/A';
  }
  return block;
}
