import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { FailureGroup, StatusCounts } from '../../core/results.ts';

/** One metric of one task under one filter, as the table shows it. */
export interface MetricLine {
  readonly task: string;
  readonly filter: string;
  readonly numFewshot: number;
  readonly metric: string;
  readonly higherIsBetter: boolean | undefined;
  readonly value: JsonValue;
  readonly stderr: number | undefined;
  readonly stderrClt: number | undefined;
  readonly stderrClustered: number | undefined;
  readonly interval: readonly [number, number] | undefined;
  readonly n: number | undefined;
}

export interface TaskView {
  readonly task: string;
  readonly alias: string;
  readonly state: string;
  readonly metrics: readonly MetricLine[];
  readonly counts: Partial<StatusCounts>;
  readonly failures: readonly FailureGroup[];
}

const AUXILIARY =
  /^(.+)_(stderr|stderr_clt|stderr_clustered|stderr_bootstrap|stderr_bootstrap_draws|ci95_bootstrap|ci95|n)$/;

/** What the results file says, task by task in its order; tolerant of files of other versions. */
export function viewResults(results: JsonObject): TaskView[] {
  const scored = objectAt(results, 'results');
  // A task that failed before scoring has a state but no scores.
  const names = new Set([...Object.keys(scored), ...Object.keys(objectAt(results, 'tasks'))]);
  return [...names].map((task) => viewTask(task, objectAt(scored, task), results));
}

export function asObject(value: JsonValue | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

export function objectAt(value: JsonObject, ...path: readonly string[]): JsonObject {
  return path.reduce((current, key) => asObject(current[key]), value);
}

function viewTask(task: string, block: JsonObject, results: JsonObject): TaskView {
  const alias = block['alias'];
  const shots = objectAt(results, 'n-shot')[task];
  const directions = objectAt(results, 'higher_is_better', task);
  const keys = Object.keys(block).filter((key) => key.includes(','));
  const lines = keys
    .filter((key) => !isAuxiliary(key, block))
    .map((key): MetricLine => {
      const comma = key.indexOf(',');
      const metric = key.slice(0, comma);
      const filter = key.slice(comma + 1);
      const beside = (suffix: string) => block[`${metric}_${suffix},${filter}`];
      const direction = directions[metric];
      return {
        task,
        filter,
        numFewshot: typeof shots === 'number' ? shots : 0,
        metric,
        higherIsBetter: typeof direction === 'boolean' ? direction : undefined,
        value: block[key] ?? null,
        stderr: finite(beside('stderr')) ?? finite(beside('stderr_bootstrap')),
        stderrClt: finite(beside('stderr_clt')),
        stderrClustered: finite(beside('stderr_clustered')),
        interval: pairOf(beside('ci95')),
        n: finite(beside('n')),
      };
    });
  const detail = objectAt(results, 'tasks', task);
  const state = detail['state'];
  const failures = detail['failures'];
  return {
    task,
    alias: typeof alias === 'string' ? alias : task,
    state: typeof state === 'string' ? state : 'completed',
    metrics: lines,
    counts: objectAt(results, 'counts', task),
    failures: Array.isArray(failures) ? failures : [],
  };
}

/** `acc_n,none` belongs to `acc,none`; a metric that merely ends like that stands for itself. */
function isAuxiliary(key: string, block: JsonObject): boolean {
  const comma = key.indexOf(',');
  const base = AUXILIARY.exec(key.slice(0, comma))?.[1];
  return base !== undefined && Object.hasOwn(block, `${base}${key.slice(comma)}`);
}

function finite(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function pairOf(value: JsonValue | undefined): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [low, high] = value as readonly JsonValue[];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}
