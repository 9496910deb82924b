import type { JsonObject, JsonValue } from '../../core/json.ts';
import { ROW_STATUSES, type RowStatus } from '../../core/rows.ts';
import { asNumber, asText, objectAt, own } from './read-json.ts';

/** A metric under a filter: its value with everything that qualifies it. */
export interface MetricView {
  readonly key: string;
  readonly metric: string;
  readonly filter: string;
  readonly higherIsBetter: boolean | undefined;
  /** As the results have it: a number, "N/A", or what a custom metric returned. */
  readonly value: JsonValue;
  readonly stderr: number | undefined;
  readonly stderrClt: number | undefined;
  readonly stderrClustered: number | undefined;
  readonly stderrBootstrap: number | undefined;
  readonly interval: readonly [number, number] | undefined;
  readonly intervalBootstrap: readonly [number, number] | undefined;
  readonly n: number | undefined;
  /** Derived from another metric over repeats; belongs in the table rather than in the plot. */
  readonly isDerived: boolean;
}

export interface TaskView {
  readonly task: string;
  readonly alias: string;
  readonly state: string;
  readonly shots: number | undefined;
  readonly version: string | undefined;
  /** Empty unless the task is completed: a failed task has no number. */
  readonly metrics: readonly MetricView[];
  readonly counts: readonly (readonly [RowStatus, number])[];
}

const AUXILIARY =
  /_(stderr|stderr_clt|stderr_clustered|stderr_bootstrap|stderr_bootstrap_draws|ci95_bootstrap|ci95|n)$/;
const DERIVED =
  /_(expected_accuracy|consensus_accuracy|internal_variance|consistency_rate|pass@\d+)$/;

/** The tasks of a results file in its order; those that never got to a result come last. */
export function viewTasks(results: JsonObject): TaskView[] {
  const scored = objectAt(results, 'results');
  const states = objectAt(results, 'tasks');
  const names = [...new Set([...Object.keys(scored), ...Object.keys(states)])];
  return names.map((task) => {
    const block = objectAt(scored, task);
    const state = asText(own(objectAt(states, task), 'state')) ?? 'completed';
    const counts = objectAt(results, 'counts', task);
    const version = own(objectAt(results, 'versions'), task);
    return {
      task,
      alias: asText(own(block, 'alias')) ?? task,
      state,
      shots: asNumber(own(objectAt(results, 'n-shot'), task)),
      version: version === undefined || version === null ? undefined : valueText(version),
      metrics:
        state === 'completed'
          ? viewMetrics(block, objectAt(results, 'higher_is_better', task))
          : [],
      counts: ROW_STATUSES.flatMap((status) => {
        const count = asNumber(own(counts, status));
        return count === undefined ? [] : [[status, count] as const];
      }),
    };
  });
}

/** The metrics of one score block, of a task or of a group. */
export function viewMetrics(block: JsonObject, directions: JsonObject): MetricView[] {
  const keys = Object.keys(block).filter((key) => key.includes(','));
  return keys.flatMap((key) => {
    const comma = key.indexOf(',');
    const metric = key.slice(0, comma);
    const filter = key.slice(comma + 1);
    const hasBase = (suffix: RegExp) =>
      suffix.test(metric) && Object.hasOwn(block, `${metric.replace(suffix, '')},${filter}`);
    // A metric that merely ends like `_n` stands for itself.
    if (hasBase(AUXILIARY)) return [];
    const beside = (suffix: string) => own(block, `${metric}_${suffix},${filter}`);
    const direction = own(directions, metric);
    return {
      key,
      metric,
      filter,
      higherIsBetter: typeof direction === 'boolean' ? direction : undefined,
      value: block[key] ?? null,
      stderr: asNumber(beside('stderr')) ?? asNumber(beside('stderr_bootstrap')),
      stderrClt: asNumber(beside('stderr_clt')),
      stderrClustered: asNumber(beside('stderr_clustered')),
      stderrBootstrap: asNumber(beside('stderr_bootstrap')),
      interval: pairOf(beside('ci95')),
      intervalBootstrap: pairOf(beside('ci95_bootstrap')),
      n: asNumber(beside('n')),
      isDerived: hasBase(DERIVED),
    };
  });
}

/** The name as a reader says it; the filter `none` says nothing. */
export function metricName(view: Pick<MetricView, 'metric' | 'filter'>): string {
  return view.filter === 'none' || view.filter === ''
    ? view.metric
    : `${view.metric}, ${view.filter}`;
}

/** A value that is no number, in words. */
export function valueText(value: JsonValue): string {
  if (value === null) return 'N/A';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'N/A';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function pairOf(value: JsonValue | undefined): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [low, high] = (value as readonly JsonValue[]).map(asNumber);
  return low === undefined || high === undefined ? undefined : [low, high];
}
