import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { DocumentMatch } from '../../core/results.ts';
import { comparisonNotes } from '../../core/scoring/comparison-notes.ts';
import { exactNumber, formatCount, formatScore } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { intervalRows, intervalText } from './interval-rows.ts';
import { asList, asNumber, asText, objectAt, own } from './read-json.ts';
import { createScale } from './scale.ts';

/** One metric of a task beside its baseline. */
interface ComparedMetric {
  readonly task: string;
  readonly metric: string;
  readonly isFirst: boolean;
  readonly current: number;
  readonly baseline: number;
  readonly difference: number;
  readonly interval: readonly [number, number] | undefined;
  readonly values: JsonObject;
}

/** Beyond this many rows only the first metric of each task is plotted. */
const MAX_ROWS = 80;

/** Differences to the baseline with their intervals, then every test; undefined without a baseline. */
export function comparisonSection(results: JsonObject): Markup | undefined {
  const tasks = Object.entries(objectAt(results, 'comparisons'));
  if (tasks.length === 0) return undefined;
  const compared = tasks.flatMap(([task, given]) => metricsOf(task, given));
  const names = [
    ...new Set(tasks.flatMap(([, given]) => asText(own(objectAt(given), 'baseline')) ?? [])),
  ];
  const isCut = compared.length > MAX_ROWS;
  const drawn = isCut ? compared.filter(({ isFirst }) => isFirst) : compared;
  return html`<p>Baseline: <bdi>${names.join(', ')}</bdi></p>
    <p class="note">
      Dots are differences (this run minus the baseline, on the same documents), whiskers 95%
      confidence intervals. An interval that crosses 0 is no evidence of a difference.
      ${isCut && 'Only the first metric of each task is drawn.'}
    </p>
    ${plot(drawn)} ${table(compared)} ${notes(tasks)}`;
}

function metricsOf(task: string, given: JsonValue): ComparedMetric[] {
  return Object.entries(objectAt(given, 'metrics')).flatMap(([key, value], index) => {
    const values = objectAt(value);
    const [current, baseline, difference] = ['current', 'baseline', 'difference'].map((name) =>
      asNumber(own(values, name)),
    );
    if (current === undefined || baseline === undefined || difference === undefined) return [];
    return {
      task,
      metric: key.endsWith(',none') ? key.slice(0, -',none'.length) : key.replace(',', ', '),
      isFirst: index === 0,
      current,
      baseline,
      difference,
      interval: pairOf(own(values, 'ci95_clustered')) ?? pairOf(own(values, 'ci95')),
      values,
    };
  });
}

function plot(compared: readonly ComparedMetric[]): Markup | false {
  if (compared.length === 0) return false;
  const ends = compared.flatMap(({ difference, interval }) => [difference, ...(interval ?? [])]);
  const rows = compared.map(({ task, metric, difference, interval }) => ({
    name: task,
    detail: metric,
    value: difference,
    interval,
  }));
  return html`<figure class="wide">
    <figcaption>Difference to the baseline</figcaption>
    ${intervalRows(rows, createScale([0, ...ends]))}
  </figure>`;
}

function table(compared: readonly ComparedMetric[]): Markup | false {
  if (compared.length === 0) return false;
  return html`<div
      class="scroll"
      tabindex="0"
      role="group"
      aria-label="Comparison with the baseline"
    >
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Metric</th>
            ${[
              'This run',
              'Baseline',
              'Difference',
              '95% interval',
              'Bootstrap interval',
              'p',
              'p (Holm)',
              'p (McNemar)',
              'Documents',
              'Needed',
            ].map((title) => html`<th scope="col" class="number">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${compared.map(rowMarkup)}
        </tbody>
      </table>
    </div>
    <p class="note">
      p: paired t-test, by clusters of documents where the task has them. Holm: corrected for all
      rows together. McNemar: exact, for scores of 0 and 1. Needed: documents that a difference of
      this size takes to be seen with a power of 0.8.
    </p>`;
}

function rowMarkup(row: ComparedMetric): Markup {
  const { values, interval } = row;
  const bootstrap = pairOf(own(values, 'ci95_bootstrap'));
  const p = asNumber(own(values, 'p_value_clustered')) ?? asNumber(own(values, 'p_value'));
  const cell = (value: number | undefined, shown: (value: number) => string = formatScore) =>
    html`<td class="number">${value === undefined ? '–' : exactNumber(value, shown(value))}</td>`;
  const range = (ends: readonly [number, number] | undefined) =>
    html`<td class="number interval">${ends === undefined ? '–' : intervalText(ends)}</td>`;
  return html`<tr>
    <th scope="row"><bdi>${row.task}</bdi></th>
    <td><bdi>${row.metric}</bdi></td>
    ${cell(row.current)} ${cell(row.baseline)} ${cell(row.difference)} ${range(interval)}
    ${range(bootstrap)} ${cell(p)} ${cell(asNumber(own(values, 'p_value_adjusted')))}
    ${cell(asNumber(own(values, 'p_value_mcnemar')))}
    ${cell(asNumber(own(values, 'n')), formatCount)}
    ${cell(asNumber(own(values, 'needed_n')), formatCount)}
  </tr>`;
}

function notes(tasks: readonly (readonly [string, JsonValue])[]): Markup | false {
  const lines = tasks.flatMap(([task, given]) => {
    const counts = objectAt(given, 'documents');
    const count = (name: keyof DocumentMatch) => asNumber(own(counts, name)) ?? 0;
    const match: DocumentMatch = {
      paired: count('paired'),
      verified: count('verified'),
      different: count('different'),
      only_current: count('only_current'),
      only_baseline: count('only_baseline'),
    };
    const hasMetrics = Object.keys(objectAt(given, 'metrics')).length > 0;
    return comparisonNotes(match, hasMetrics).map(
      (note) => html`<li><bdi>${task}</bdi>: ${note}</li>`,
    );
  });
  return (
    lines.length > 0 &&
    html`<ul>
      ${lines}
    </ul>`
  );
}

function pairOf(value: JsonValue | undefined): readonly [number, number] | undefined {
  const [low, high] = asList(value).map(asNumber);
  return low === undefined || high === undefined ? undefined : [low, high];
}
