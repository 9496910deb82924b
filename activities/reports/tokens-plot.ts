import type { JsonObject } from '../../core/json.ts';
import { formatCount } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { asNumber, objectAt, own } from './read-json.ts';
import { createBarScale } from './scale.ts';
import type { TaskView } from './task-view.ts';

const COLUMNS = [
  { key: 'input_tokens', title: 'Input' },
  { key: 'output_tokens', title: 'Output' },
  { key: 'reasoning_tokens', title: 'Reasoning' },
] as const;

type Column = (typeof COLUMNS)[number];

/** Tokens per task as a table of bars; a kind nobody counted has no column. */
export function tokensPlot(results: JsonObject, tasks: readonly TaskView[]): Markup | undefined {
  const byTask = objectAt(results, 'usage', 'by_task');
  const total = objectAt(results, 'usage', 'total');
  const rows = tasks.filter(({ task }) => COLUMNS.some(({ key }) => tokens(byTask, task, key) > 0));
  if (rows.length === 0) return undefined;
  const columns = COLUMNS.filter(({ key }) =>
    rows.some(({ task }) => tokens(byTask, task, key) > 0),
  );
  const scales = new Map(
    columns.map(({ key }) => [
      key,
      createBarScale(rows.map(({ task }) => tokens(byTask, task, key))),
    ]),
  );
  return html`<p class="note">
      Each column has its own scale.
      ${
        columns.some(({ key }) => key === 'reasoning_tokens') &&
        'Reasoning tokens are part of the output.'
      }
    </p>
    <div class="scroll" tabindex="0" role="group" aria-label="Tokens per task">
      <table class="tokens">
        <thead>
          <tr>
            <th scope="col">Task</th>
            ${columns.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ task, alias }) =>
              html`<tr>
                <th scope="row"><bdi>${alias}</bdi></th>
                ${columns.map((column) => {
                  const count = tokens(byTask, task, column.key);
                  return cell(count, scales.get(column.key)?.(count) ?? 0);
                })}
              </tr>`,
          )}
        </tbody>
        ${
          rows.length > 1 &&
          html`<tfoot>
            <tr>
              <th scope="row">All tasks</th>
              ${columns.map(({ key }) => totalCell(asNumber(own(total, key))))}
            </tr>
          </tfoot>`
        }
      </table>
    </div>`;
}

function tokens(byTask: JsonObject, task: string, key: Column['key']): number {
  return asNumber(own(objectAt(byTask, task), key)) ?? 0;
}

function cell(count: number, percent: number): Markup {
  return html`<td class="number">
    <data value="${count}">${formatCount(count)}</data>
    <svg class="meter" aria-hidden="true" width="100%" height="6">
      <rect class="meter-back" width="100%" height="6" rx="3" />
      <rect class="bar" width="${percent}%" height="6" rx="3" />
    </svg>
  </td>`;
}

function totalCell(count: number | undefined): Markup {
  if (count === undefined) return html`<td></td>`;
  return html`<td class="number"><data value="${count}">${formatCount(count)}</data></td>`;
}
