import { formatCount } from './format-number.ts';
import { html, type Markup } from './html.ts';

/** Figures of this many tasks are shown at once; the others wait behind a click. */
const SHOWN_TASKS = 6;

/** A grid of figures, one per task, of which a long run shows the first. */
export function foldFigures(figures: readonly Markup[]): Markup {
  const hidden = figures.slice(SHOWN_TASKS);
  return html`<div class="figures">${figures.slice(0, SHOWN_TASKS)}</div>
    ${
      hidden.length > 0 &&
      html`<details>
        <summary>${formatCount(hidden.length)} more tasks</summary>
        <div class="figures">${hidden}</div>
      </details>`
    }`;
}
