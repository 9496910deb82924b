import { plural } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { intervalRows, isShare, type IntervalRow } from './interval-rows.ts';
import { createScale, type Scale } from './scale.ts';
import { metricName, type MetricView, type TaskView } from './task-view.ts';

/** Beyond this many rows only the first metric of each task is plotted. */
const MAX_ROWS = 80;

interface Entry {
  readonly view: TaskView;
  readonly metric: MetricView;
  readonly value: number;
}

/** Scores of all tasks with their intervals; metrics of other ranges get a panel of their own. */
export function forestPlot(tasks: readonly TaskView[]): Markup | undefined {
  const all = tasks.flatMap((view) => entriesOf(view));
  if (all.length === 0) return undefined;
  const isCut = all.length > MAX_ROWS;
  const entries = isCut ? all.filter(({ view, metric }) => isFirst(view, metric)) : all;
  return html`<p class="note">
      Dots are scores, whiskers 95% confidence intervals. A whisker without an end cap goes on
      beyond the axis; a hollow dot has no interval.
      ${
        isCut &&
        `Only the first metric of each task is drawn; the table has all ${plural(all.length, 'score')}.`
      }
    </p>
    ${panelsOf(entries).map(
      ({ title, rows, scale }) =>
        html`<figure class="wide">
          <figcaption>${title}</figcaption>
          ${intervalRows(rows, scale)}
        </figure>`,
    )}`;
}

function entriesOf(view: TaskView): Entry[] {
  return view.metrics.flatMap((metric) =>
    typeof metric.value === 'number' && Number.isFinite(metric.value) && !metric.isDerived
      ? [{ view, metric, value: metric.value }]
      : [],
  );
}

function isFirst(view: TaskView, metric: MetricView): boolean {
  return entriesOf(view)[0]?.metric === metric;
}

interface Panel {
  readonly title: string;
  readonly rows: readonly IntervalRow[];
  readonly scale: Scale;
}

function panelsOf(entries: readonly Entry[]): Panel[] {
  const shares = entries.filter(({ value }) => isShare(value));
  const others = entries.filter(({ value }) => !isShare(value));
  const names = [...new Set(others.map(({ metric }) => metric.metric))];
  const panels: Panel[] = [];
  if (shares.length > 0) {
    panels.push({
      title: 'Scores from 0 to 1',
      rows: shares.map(rowOf),
      scale: createScale([0, 1]),
    });
  }
  for (const name of names) {
    const own = others.filter(({ metric }) => metric.metric === name);
    const ends = own.flatMap(({ value, metric }) => [value, ...(metric.interval ?? [])]);
    // Zero belongs to the axis: lengths from elsewhere exaggerate differences.
    panels.push({ title: name, rows: own.map(rowOf), scale: createScale([0, ...ends]) });
  }
  return panels;
}

function rowOf({ view, metric, value }: Entry): IntervalRow {
  const direction = metric.higherIsBetter === false ? ' ↓ lower is better' : '';
  return {
    name: view.alias,
    detail: `${metricName(metric)}${direction}`,
    value,
    interval: metric.interval,
  };
}
