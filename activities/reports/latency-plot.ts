import type { JsonObject, JsonValue } from '../../core/json.ts';
import { foldFigures } from './fold.ts';
import { formatCount } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { latencyHistogram, type Bin } from './latency-histogram.ts';
import { asList, asNumber, objectAt, own } from './read-json.ts';
import type { TaskView } from './task-view.ts';

const STATISTICS = ['mean', 'p50', 'p90', 'p99', 'max'] as const;
const MEASURES = [
  { key: 'latencyMs', name: 'Latency', meaning: 'from sending a request to its last token' },
  { key: 'ttftMs', name: 'TTFT', meaning: 'time to the first token' },
  { key: 'tpotMs', name: 'TPOT', meaning: 'time per output token after the first' },
] as const;

type Measure = (typeof MEASURES)[number];

/** Latency per task: histogram with quantiles, and the table of all that was measured. */
export function latencyPlot(results: JsonObject, tasks: readonly TaskView[]): Markup | undefined {
  const timed = tasks
    .map((view) => ({ view, rows: measured(objectAt(results, 'timing', view.task)) }))
    .filter(({ rows }) => rows.length > 0);
  if (timed.length === 0) return undefined;
  const shown = MEASURES.filter((measure) => timed.some(({ rows }) => rows.includes(measure)));
  const figures = timed.map(({ view, rows }) => {
    const timing = objectAt(results, 'timing', view.task);
    const bins = binsOf(own(timing, 'latencyHistogram'));
    return html`<figure>
      <figcaption>
        <bdi>${view.alias}</bdi> ${bins.length > 0 && html`<small>${requestWords(bins)}</small>`}
      </figcaption>
      ${bins.length > 0 && latencyHistogram(view.alias, bins, quantilesOf(timing))}
      ${table(timing, rows)}
    </figure>`;
  });
  return html`<p class="note">
      ${shown.map(({ name, meaning }) => `${name}: ${meaning}`).join('. ')}.
    </p>
    ${foldFigures(figures)}`;
}

function measured(timing: JsonObject): Measure[] {
  return MEASURES.filter(({ key }) => asNumber(own(objectAt(timing, key), 'p50')) !== undefined);
}

function binsOf(value: JsonValue | undefined): Bin[] {
  let from = 0;
  const bins: Bin[] = [];
  for (const pair of asList(value)) {
    const [upper, count] = asList(pair).map(asNumber);
    if (upper === undefined || count === undefined || upper <= from) continue;
    bins.push({ from, to: upper, count });
    from = upper;
  }
  return bins.some(({ count }) => count > 0) ? bins : [];
}

function quantilesOf(timing: JsonObject): { name: string; milliseconds: number }[] {
  const latency = objectAt(timing, 'latencyMs');
  return (['p50', 'p90', 'p99'] as const).flatMap((name) => {
    const milliseconds = asNumber(own(latency, name));
    return milliseconds === undefined ? [] : [{ name, milliseconds }];
  });
}

function requestWords(bins: readonly Bin[]): string {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(...bins.map(({ count }) => count));
  return `${formatCount(total)} requests, ${formatCount(most)} in the tallest bar`;
}

function table(timing: JsonObject, rows: readonly Measure[]): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Quantiles in milliseconds">
    <table class="compact">
      <thead>
        <tr>
          <th scope="col">ms</th>
          ${STATISTICS.map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ key, name }) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${STATISTICS.map((statistic) => cell(asNumber(own(objectAt(timing, key), statistic))))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(milliseconds: number | undefined): Markup {
  if (milliseconds === undefined) return html`<td></td>`;
  const decimals = milliseconds < 10 ? 2 : milliseconds < 1000 ? 1 : 0;
  const shown = milliseconds.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return html`<td class="number">
    <data value="${milliseconds}" title="${milliseconds} ms">${shown}</data>
  </td>`;
}
