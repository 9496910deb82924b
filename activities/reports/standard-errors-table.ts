import { exactNumber } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { intervalText } from './interval-rows.ts';
import { metricName, type TaskView } from './task-view.ts';

/** The estimators side by side, for who wants another than the one in the table. */
export function standardErrorsTable(tasks: readonly TaskView[]): Markup | undefined {
  const lines = tasks.flatMap((view) => view.metrics.map((metric) => ({ view, metric })));
  const shown = lines.filter(
    ({ metric }) => metric.stderrClustered !== undefined || metric.stderrBootstrap !== undefined,
  );
  if (shown.length === 0) return undefined;
  const cell = (error: number | undefined) =>
    html`<td class="number">${error === undefined ? '–' : exactNumber(error)}</td>`;
  return html`<details>
    <summary>Standard errors by estimator</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="Standard errors by estimator">
      <table>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Metric</th>
            <th scope="col" class="number">Central limit</th>
            <th scope="col" class="number">Clustered</th>
            <th scope="col" class="number">Bootstrap</th>
            <th scope="col" class="number">Bootstrap 95% interval</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ view, metric }) =>
              html`<tr>
                <th scope="row"><bdi>${view.alias}</bdi></th>
                <td>${metricName(metric)}</td>
                ${cell(metric.stderrClt)} ${cell(metric.stderrClustered)}
                ${cell(metric.stderrBootstrap)}
                <td class="number interval">
                  ${metric.intervalBootstrap === undefined ? '–' : intervalText(metric.intervalBootstrap)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
