import type { JsonObject } from '../../core/json.ts';
import { meanInterval, wilsonInterval } from '../../core/statistics/confidence-interval.ts';
import { foldFigures } from './fold.ts';
import { exactNumber, formatCount } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { intervalRows, isShare, type IntervalRow } from './interval-rows.ts';
import { asNumber, objectAt, own } from './read-json.ts';
import { createScale } from './scale.ts';
import { metricName, type TaskView } from './task-view.ts';

interface CategoryScore {
  readonly category: string;
  readonly key: string;
  readonly value: number;
  readonly stderr: number | undefined;
  readonly n: number | undefined;
}

/** Scores per category, a figure per task; the first metric is drawn, all are in the table. */
export function categoryPlot(results: JsonObject, tasks: readonly TaskView[]): Markup | undefined {
  const figures = tasks
    .filter((view) => view.state === 'completed')
    .flatMap((view) => figureOf(view, scoresOf(results, view.task)));
  if (figures.length === 0) return undefined;
  return html`<p class="note">
      Whiskers are 95% intervals from the standard error and the number of documents of a category.
    </p>
    ${foldFigures(figures)}`;
}

function scoresOf(results: JsonObject, task: string): CategoryScore[] {
  const categories = objectAt(results, 'categories', task);
  return Object.keys(categories).flatMap((category) => {
    const block = objectAt(categories, category);
    return Object.keys(block).flatMap((key) => {
      const score = objectAt(block, key);
      const value = asNumber(own(score, 'value'));
      if (value === undefined) return [];
      const stderr = asNumber(own(score, 'stderr'));
      return [{ category, key, value, stderr, n: asNumber(own(score, 'n')) }];
    });
  });
}

function figureOf(view: TaskView, scores: readonly CategoryScore[]): Markup[] {
  const keys = [...new Set(scores.map(({ key }) => key))];
  const first = view.metrics.find(({ key }) => keys.includes(key))?.key ?? keys[0];
  if (first === undefined) return [];
  const rows = scores.filter(({ key }) => key === first).map(rowOf);
  const ends = rows.every(({ value }) => isShare(value))
    ? [0, 1]
    : [0, ...rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])])];
  return [
    html`<figure>
      <figcaption><bdi>${view.alias}</bdi> <small>${nameOf(first)}</small></figcaption>
      ${intervalRows(rows, createScale(ends))} ${keys.length > 1 && allMetrics(scores, keys)}
    </figure>`,
  ];
}

function rowOf(score: CategoryScore): IntervalRow {
  return {
    name: score.category,
    value: score.value,
    interval: intervalOf(score),
    note: score.n === undefined ? undefined : `n ${formatCount(score.n)}`,
  };
}

/** Equal scores at 0 or 1 have no spread, which is no certainty: there Wilson's interval stands in. */
function intervalOf({ value, stderr, n }: CategoryScore): readonly [number, number] | undefined {
  if (stderr === undefined || n === undefined || n < 2) return undefined;
  if (stderr > 0) {
    return meanInterval({ mean: value, standardError: stderr, degreesOfFreedom: n - 1 });
  }
  return value === 0 || value === 1 ? wilsonInterval(value * n, n) : undefined;
}

function allMetrics(scores: readonly CategoryScore[], keys: readonly string[]): Markup {
  const categories = [...new Set(scores.map(({ category }) => category))];
  const cell = (category: string, key: string) => {
    const score = scores.find((entry) => entry.category === category && entry.key === key);
    return html`<td class="number">${score && exactNumber(score.value)}</td>`;
  };
  return html`<details>
    <summary>All ${formatCount(keys.length)} metrics</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="All metrics per category">
      <table>
        <thead>
          <tr>
            <th scope="col">Category</th>
            ${keys.map((key) => html`<th scope="col" class="number">${nameOf(key)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${categories.map(
            (category) =>
              html`<tr>
                <th scope="row"><bdi>${category}</bdi></th>
                ${keys.map((key) => cell(category, key))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function nameOf(key: string): string {
  const comma = key.indexOf(',');
  if (comma < 0) return key;
  return metricName({ metric: key.slice(0, comma), filter: key.slice(comma + 1) });
}
