import type { RowStatus } from '../../core/rows.ts';
import { formatCount } from './format-number.ts';
import { html, type Markup } from './html.ts';
import type { TaskView } from './task-view.ts';

/** One failed document among a million still shows. */
const LEAST_PERCENT = 2;

/** What became of a task's documents: a stacked bar and the same in words. */
export function denominatorBar({ state, counts }: TaskView): Markup | undefined {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  const present = counts.filter(([status, count]) => count > 0 || status === 'ok');
  return html`<div class="denominators">
    <svg class="meter" aria-hidden="true" width="100%" height="8">${segments(counts, total)}</svg>
    <ul class="legend">
      ${present.map(
        ([status, count]) =>
          html`<li>
            <span class="swatch ${status}"></span>${formatCount(count)} ${wordOf(status, state)}
          </li>`,
      )}
    </ul>
  </div>`;
}

/** Colour is never alone: every segment has its word beside it. Without a score nothing is scored. */
function wordOf(status: RowStatus, state: string): string {
  if (status !== 'ok') return status;
  return state === 'completed' ? 'scored' : 'answered';
}

function segments(counts: TaskView['counts'], total: number): Markup[] {
  const shares = counts
    .filter(([, count]) => count > 0)
    .map(([status, count]) => ({
      status,
      size: Math.max(LEAST_PERCENT, (count / total) * 100),
    }));
  const whole = shares.reduce((sum, { size }) => sum + size, 0);
  let x = 0;
  return shares.map(({ status, size }) => {
    const start = (x / whole) * 100;
    x += size;
    return html`<rect
      class="segment ${status}"
      x="${start.toFixed(2)}%"
      width="${((size / whole) * 100).toFixed(2)}%"
      height="8"
    />`;
  });
}
