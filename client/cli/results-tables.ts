import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { FailureGroup } from '../../core/results.ts';
import type { RowStatus } from '../../core/rows.ts';
import { formatCount } from './format-value.ts';
import { asObject, objectAt, viewResults } from './results-view.ts';
import type { MetricLine, TaskView } from './results-view.ts';
import { sanitizeLine } from './sanitize-text.ts';
import { textTable } from './text-table.ts';
import type { TableColumn, TableRow } from './text-table.ts';

const COLUMNS: readonly TableColumn[] = [
  { title: 'Tasks' },
  { title: 'Filter' },
  { title: 'n-shot', align: 'right' },
  { title: 'Metric' },
  { title: '' },
  { title: 'Value', align: 'right' },
  { title: '' },
  { title: 'Stderr', align: 'right' },
  { title: 'Stderr_CLT', align: 'right', hideWhenEmpty: true },
  { title: 'Stderr_Clustered', align: 'right', hideWhenEmpty: true },
  { title: '95% CI', hideWhenEmpty: true },
  { title: 'N', align: 'right', hideWhenEmpty: true },
  { title: 'unparsed', align: 'right', hideWhenEmpty: true },
  { title: 'refused', align: 'right', hideWhenEmpty: true },
  { title: 'failed', align: 'right', hideWhenEmpty: true },
  { title: 'skipped', align: 'right', hideWhenEmpty: true },
];

/** The result table: every number with its uncertainty and its denominator; a failed task has none. */
export function resultTable(results: JsonObject): string {
  const views = viewResults(results);
  const rows = views.flatMap((view) =>
    view.state === 'completed' && view.metrics.length > 0
      ? view.metrics.map((line, index) => metricRow(view, line, index === 0))
      : [failedRow(view)],
  );
  return textTable(COLUMNS, rows);
}

/** Groups that aggregate over their tasks; undefined when there is none. */
export function groupTable(results: JsonObject): string | undefined {
  const groups = objectAt(results, 'groups');
  if (Object.keys(groups).length === 0) return undefined;
  const columns = COLUMNS.map((column, index) => (index === 0 ? { title: 'Groups' } : column));
  const views = viewResults({ ...results, results: groups, tasks: {} });
  const rows = views.flatMap((view) => view.metrics.map((line) => metricRow(view, line, false)));
  return textTable(columns, rows);
}

/** Causes of failed tasks and documents, most frequent first. */
export function failureLines(results: JsonObject, runFailures: readonly FailureGroup[]): string[] {
  const lines = runFailures.map(failureLine);
  for (const view of viewResults(results)) {
    for (const group of view.failures) lines.push(`${view.task}: ${failureLine(group)}`);
  }
  return [...new Set(lines)];
}

/** What was spent and how fast; undefined when nothing is known. */
export function usageTable(results: JsonObject): string | undefined {
  const usage = objectAt(results, 'usage', 'total');
  const throughput = objectAt(results, 'throughput');
  const rows: TableRow[] = [];
  const add = (name: string, value: JsonValue | undefined, unit: string) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    rows.push([name, Number.isInteger(value) ? formatCount(value) : value.toFixed(2), unit]);
  };
  add('model calls', usage['n_api_calls'], '');
  add('input tokens', usage['input_tokens'], 'tokens');
  add('output tokens', usage['output_tokens'], 'tokens');
  if (usage['reasoning_tokens'] !== 0) {
    add('reasoning tokens', usage['reasoning_tokens'], 'tokens');
  }
  for (const [name, value] of Object.entries(throughput)) add(name, value, unitOf(name));
  if (rows.length === 0) return undefined;
  const columns: TableColumn[] = [
    { title: 'Throughput' },
    { title: 'Value', align: 'right' },
    { title: 'Unit' },
  ];
  return textTable(columns, rows);
}

function metricRow(view: TaskView, line: MetricLine, withCounts: boolean): TableRow {
  const count = (status: RowStatus) => {
    const value = view.counts[status] ?? 0;
    return withCounts && value > 0 ? formatCount(value) : '';
  };
  const { stderr } = line;
  return [
    view.alias,
    line.filter,
    line.numFewshot,
    line.metric,
    line.higherIsBetter === undefined ? '' : line.higherIsBetter ? '↑' : '↓',
    valueText(line.value),
    '±',
    stderr === undefined ? 'N/A' : stderr.toFixed(4),
    line.stderrClt === undefined || line.stderrClt === stderr ? '' : line.stderrClt.toFixed(4),
    line.stderrClustered?.toFixed(4) ?? '',
    line.interval === undefined ? '' : line.interval.map((end) => end.toFixed(4)).join(' to '),
    line.n === undefined ? '' : formatCount(line.n),
    count('unparsed'),
    count('refused'),
    count('failed'),
    count('skipped'),
  ];
}

function failedRow(view: TaskView): TableRow {
  const cells: (string | number)[] = [view.alias, '', '', '', '', view.state.toUpperCase()];
  while (cells.length < 11) cells.push('');
  for (const status of ['ok', 'unparsed', 'refused', 'failed', 'skipped'] as const) {
    const value = status === 'ok' ? 0 : (view.counts[status] ?? 0);
    cells.push(value > 0 ? formatCount(value) : '');
  }
  return cells;
}

function failureLine(group: FailureGroup): string {
  return `${formatCount(group.count)} × ${group.code}: ${sanitizeLine(group.message)}`;
}

function valueText(value: JsonValue): string {
  if (typeof value === 'number') return value.toFixed(4);
  if (typeof value === 'string') return value;
  return value === null ? 'N/A' : JSON.stringify(asObject(value));
}

function unitOf(name: string): string {
  if (name.endsWith('_ms')) return 'ms';
  if (/latency|ttft|tpot|time/.test(name)) return 's';
  if (name === 'avg_speed') return 'tokens/s';
  return /tokens/.test(name) ? 'tokens' : '';
}
