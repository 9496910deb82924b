import type { JsonObject } from '../../core/json.ts';
import { denominatorBar } from './denominator-bar.ts';
import { exactNumber, formatCount } from './format-number.ts';
import { html, type Content, type Markup } from './html.ts';
import { intervalText } from './interval-rows.ts';
import { asNumber, asText, objectAt, own } from './read-json.ts';
import { standardErrorsTable } from './standard-errors-table.ts';
import { metricName, valueText, viewMetrics, type MetricView, type TaskView } from './task-view.ts';

const COLUMNS = 4;

/** Every score with its uncertainty and its denominator; a task without result says so instead. */
export function scoresTable(results: JsonObject, tasks: readonly TaskView[]): Markup | undefined {
  if (tasks.length === 0) return undefined;
  const bodies = tasks.map((view) => taskRows(results, view));
  return html`${groupsTable(results)} ${tableOf('Tasks', bodies)}
    <p class="note">
      ± is the standard error, CI the 95% confidence interval, N the number of documents a score is
      taken over. Scored: answered and scored. Unparsed: no answer found in the text. Refused: the
      model or its filter declined. Failed: no answer after all attempts. Skipped: not asked.
    </p>
    ${standardErrorsTable(tasks)}`;
}

function groupsTable(results: JsonObject): Markup | undefined {
  const groups = objectAt(results, 'groups');
  const names = Object.keys(groups);
  if (names.length === 0) return undefined;
  const bodies = names.map((name) => {
    const block = objectAt(groups, name);
    const title = html`<span class="task-name"
      ><bdi>${asText(own(block, 'alias')) ?? name}</bdi> <small>group</small></span
    >`;
    return html`<tbody>
      ${headRow(title)} ${viewMetrics(block, {}).map(metricRow)}
    </tbody>`;
  });
  return tableOf('Groups', bodies);
}

function tableOf(name: string, bodies: readonly Markup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Scores: ${name}">
    <table class="scores">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col" class="number">Value ± stderr</th>
          <th scope="col" class="number">95% CI</th>
          <th scope="col" class="number">N</th>
        </tr>
      </thead>
      ${bodies}
    </table>
  </div>`;
}

function taskRows(results: JsonObject, view: TaskView): Markup {
  const details = [
    view.alias === view.task ? undefined : view.task,
    view.shots === undefined ? undefined : `${view.shots}-shot`,
    documentWords(results, view.task),
  ].filter((part) => part !== undefined);
  const title = html`<div class="task-head">
    <span class="task-name"><bdi>${view.alias}</bdi> <small>${details.join(' · ')}</small></span>
    ${denominatorBar(view)}
  </div>`;
  const rows =
    view.metrics.length > 0
      ? view.metrics.map(metricRow)
      : html`<tr>
          <td colspan="${COLUMNS}">
            <strong class="state ${view.state === 'failed' ? 'failed' : ''}"
              >${view.state.toUpperCase()}</strong
            >
            no score
          </td>
        </tr>`;
  return html`<tbody>
    ${headRow(title)} ${rows}
  </tbody>`;
}

function headRow(title: Content): Markup {
  return html`<tr class="head">
    <th scope="rowgroup" colspan="${COLUMNS}">${title}</th>
  </tr>`;
}

function metricRow(metric: MetricView): Markup {
  const { value, interval, higherIsBetter } = metric;
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  return html`<tr>
    <th scope="row">
      ${metricName(metric)}
      ${
        higherIsBetter !== undefined &&
        html`<span
          class="direction"
          role="img"
          aria-label="${higherIsBetter ? 'higher is better' : 'lower is better'}"
          title="${higherIsBetter ? 'higher is better' : 'lower is better'}"
          >${higherIsBetter ? '↑' : '↓'}</span
        >`
      }
    </th>
    <td class="number">
      <strong>${isNumber ? exactNumber(value) : valueText(value)}</strong>
      ${isNumber && html`<span class="error">± ${metric.stderr === undefined ? 'N/A' : exactNumber(metric.stderr)}</span>`}
    </td>
    <td class="number interval">
      ${isNumber && interval !== undefined ? intervalText(interval) : '–'}
    </td>
    <td class="number">${metric.n === undefined ? '–' : formatCount(metric.n)}</td>
  </tr>`;
}

function documentWords(results: JsonObject, task: string): string | undefined {
  const samples = objectAt(results, 'n-samples', task);
  const original = asNumber(own(samples, 'original'));
  const effective = asNumber(own(samples, 'effective'));
  if (original === undefined || effective === undefined) return undefined;
  if (original === effective) return `all ${formatCount(original)} documents`;
  return `${formatCount(effective)} of ${formatCount(original)} documents`;
}
