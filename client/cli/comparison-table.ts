import type { JsonObject } from '../../core/json.ts';
import type { MetricComparison, TaskComparison } from '../../core/results.ts';
import { comparisonNotes } from '../../core/scoring/comparison-notes.ts';
import { formatCount } from './format-value.ts';
import { objectAt } from './results-view.ts';
import { textTable } from './text-table.ts';
import type { TableColumn, TableRow } from './text-table.ts';

/** As the results file has it: corrected over all tasks. */
type Compared = MetricComparison & { readonly p_value_adjusted?: number | null };

const SIGNIFICANT = 0.05;

const COLUMNS: readonly TableColumn[] = [
  { title: 'Tasks' },
  { title: 'Filter' },
  { title: 'Metric' },
  { title: '' },
  { title: 'Value', align: 'right' },
  { title: 'Baseline', align: 'right' },
  { title: 'Diff', align: 'right' },
  { title: '95% CI' },
  { title: 'P_Value', align: 'right' },
  { title: 'P_Holm', align: 'right' },
  { title: 'P_McNemar', align: 'right', hideWhenEmpty: true },
  { title: 'N', align: 'right' },
  { title: 'N needed', align: 'right', hideWhenEmpty: true },
];

/** The run beside its baseline, document by document; undefined without one. */
export function comparisonTable(results: JsonObject): string | undefined {
  const tasks = Object.entries(objectAt(results, 'comparisons'));
  if (tasks.length === 0) return undefined;
  const rows: TableRow[] = [];
  const notes: string[] = [];
  const names = new Set<string>();
  for (const [task, given] of tasks) {
    const comparison = given as unknown as TaskComparison;
    names.add(comparison.baseline);
    const metrics = Object.entries(comparison.metrics);
    for (const [key, metric] of metrics) rows.push(rowOf(results, task, { key, metric }));
    for (const note of comparisonNotes(comparison.documents, metrics.length > 0)) {
      notes.push(`${task}: ${note}`);
    }
  }
  const without = Object.keys(objectAt(results, 'results')).filter(
    (task) => !Object.hasOwn(objectAt(results, 'comparisons'), task),
  );
  if (without.length > 0) notes.push(`The baseline has no answers for ${without.join(', ')}.`);
  const title = `Compared with ${[...names].join(', ')}: difference = value - baseline, on the same documents; P_Holm is corrected for all rows; * below ${SIGNIFICANT}.`;
  return [title, textTable(COLUMNS, rows), ...notes].join('\n');
}

function rowOf(
  results: JsonObject,
  task: string,
  { key, metric }: { readonly key: string; readonly metric: Compared },
): TableRow {
  const comma = key.lastIndexOf(',');
  const name = key.slice(0, comma);
  const direction = objectAt(results, 'higher_is_better', task)[name];
  // Documents of one cluster are no independent evidence, so their interval is the one to read.
  const interval = metric.ci95_clustered ?? metric.ci95;
  return [
    task,
    key.slice(comma + 1),
    name,
    typeof direction === 'boolean' ? (direction ? '↑' : '↓') : '',
    metric.current.toFixed(4),
    metric.baseline.toFixed(4),
    signed(metric.difference),
    interval === null ? 'N/A' : interval.map(signed).join(' to '),
    pText(metric.p_value_clustered ?? metric.p_value),
    pText(metric.p_value_adjusted),
    metric.p_value_mcnemar === undefined ? '' : pText(metric.p_value_mcnemar),
    formatCount(metric.n),
    metric.needed_n === undefined ? '' : formatCount(metric.needed_n),
  ];
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(4)}`;
}

function pText(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'N/A';
  const text = value < 0.0001 ? value.toExponential(1) : value.toFixed(4);
  return value < SIGNIFICANT ? `${text}*` : text;
}
