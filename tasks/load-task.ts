import { dirname } from 'node:path';
import { EvalError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { parseGroupFile, type GroupConfig } from '../core/schema/group-schema.ts';
import type { SchemaIssue } from '../core/schema/schema-issues.ts';
import { parseTaskFile } from '../core/schema/task-schema.ts';
import type { TaskConfig } from '../core/task.ts';
import { loadYaml, taskDirectory, type YamlCache } from './load-yaml.ts';
import { positionKey, showPosition, type SourcePositions } from './parse-yaml.ts';

export interface LoadTaskOptions {
  /** Keys a group changes in its tasks. */
  readonly overrides?: Readonly<Record<string, JsonValue>>;
  readonly modelFamily?: string | undefined;
  readonly cache?: YamlCache;
}

/** One task file with its includes, checked; every fault at once, each with file, line and column. */
export function loadTask(path: string, options: LoadTaskOptions = {}): TaskConfig {
  const loaded = loadYaml(path, options.cache);
  const values = { ...loaded.values, ...options.overrides };
  const parsed = parseTaskFile(values, {
    directory: taskDirectory(dirname(path)),
    ...(options.modelFamily === undefined ? {} : { modelFamily: options.modelFamily }),
  });
  if (parsed.config !== undefined) return parsed.config;
  throw new EvalError('task-invalid', describe('task', path, parsed.issues, loaded.positions));
}

export function loadGroup(path: string, cache?: YamlCache): GroupConfig {
  const { values, positions } = loadYaml(path, cache);
  return parseGroup(values, path, positions);
}

/** A group written inside another group's list. */
export function parseGroup(
  values: Readonly<Record<string, JsonValue>>,
  path: string,
  positions: SourcePositions = new Map(),
): GroupConfig {
  const parsed = parseGroupFile(values);
  if (parsed.config !== undefined) return parsed.config;
  throw new EvalError('task-invalid', describe('group', path, parsed.issues, positions));
}

function describe(
  kind: 'task' | 'group',
  path: string,
  issues: readonly SchemaIssue[],
  positions: SourcePositions,
): string {
  const lines = issues.map((issue) => {
    const where = nearestPosition(issue.path, positions) ?? path;
    const key = issue.path.filter((part) => part !== '').join('.');
    const isNamed = key === '' || issue.message.includes(`"${String(issue.path.at(-1))}"`);
    return `${where}: ${isNamed ? '' : `${key}: `}${issue.message}`;
  });
  const faults = lines.map((line) => (/[.?]$/.test(line) ? line : `${line}.`));
  return faults.length === 1
    ? `Cannot load the ${kind} file ${faults[0]}`
    : `Cannot load the ${kind} file ${path}:\n${faults.map((line) => `  ${line}`).join('\n')}`;
}

/** The value itself where it is written, else what holds it (a missing key has no place). */
function nearestPosition(
  path: readonly (string | number)[],
  positions: SourcePositions,
): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const position = positions.get(positionKey(path.slice(0, length)));
    if (position !== undefined) return showPosition(position);
  }
  return undefined;
}
