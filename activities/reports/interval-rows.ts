import { axisLabels } from './axis-labels.ts';
import { exactNumber, formatScore } from './format-number.ts';
import { html, type Content, type Markup } from './html.ts';
import type { Scale } from './scale.ts';

export interface IntervalRow {
  readonly name: string;
  /** Smaller text under the name. */
  readonly detail?: string | undefined;
  readonly value: number;
  readonly interval: readonly [number, number] | undefined;
  /** Text after the value, such as the number of documents. */
  readonly note?: Content;
}

/** CSS pixels. The marks sit in the middle of a row, which grows with a name of several lines. */
const ROW_HEIGHT = 26;
const DOT_RADIUS = 5;
const CAP_HEIGHT = 10;
const CAP_WIDTH = 1.5;

/**
 * Dots with whiskers, one row each, over one axis. Positions are percentages and labels are HTML, so
 * text keeps its size however wide the page is.
 */
export function intervalRows(rows: readonly IntervalRow[], scale: Scale): Markup {
  return html`<div class="plot">
    <ul class="rows">
      ${rows.map((row) => rowMarkup(row, scale))}
    </ul>
    <div class="row axis-row" aria-hidden="true">
      <svg class="track axis" width="100%" height="20">${axisLabels(scale, 15)}</svg>
    </div>
  </div>`;
}

/** The scale of scores from 0 to 1 is always the same; any other follows its values. */
export function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

function rowMarkup(row: IntervalRow, scale: Scale): Markup {
  const words = row.interval
    ? `${formatScore(row.value)}, 95% interval ${intervalText(row.interval)}`
    : `${formatScore(row.value)}, no interval`;
  return html`<li class="row">
    <span class="row-name"
      ><bdi>${row.name}</bdi>${
        row.detail !== undefined && html` <small>${row.detail}</small>`
      }</span
    >
    <svg class="track" role="img" width="100%" height="${ROW_HEIGHT}">
      <title>${row.name}</title>
      <desc>${words}</desc>
      ${scale.ticks.map((tick) => gridLine(scale.percent(tick)))}
      ${row.interval && whisker(row.interval, scale)}
      <circle
        class="dot${row.interval ? '' : ' hollow'}"
        cx="${scale.percent(row.value)}%"
        cy="50%"
        r="${DOT_RADIUS}"
      />
    </svg>
    <span class="row-value"
      >${exactNumber(row.value)}${row.note !== undefined && html` <small>${row.note}</small>`}</span
    >
  </li>`;
}

export function intervalText(interval: readonly [number, number]): string {
  return `${formatScore(interval[0])} to ${formatScore(interval[1])}`;
}

function gridLine(percent: number): Markup {
  return html`<line class="grid" x1="${percent}%" x2="${percent}%" y1="0" y2="100%" />`;
}

/** An end beyond the axis has no cap. */
function whisker([low, high]: readonly [number, number], scale: Scale): Markup {
  const ends = [low, high].filter((end) => end >= scale.low && end <= scale.high);
  return html`<line
      class="whisker"
      x1="${scale.percent(low)}%"
      x2="${scale.percent(high)}%"
      y1="50%"
      y2="50%"
    />
    ${ends.map(
      (end) =>
        html`<rect
          class="cap"
          x="${scale.percent(end)}%"
          y="50%"
          width="${CAP_WIDTH}"
          height="${CAP_HEIGHT}"
          transform="translate(${-CAP_WIDTH / 2} ${-CAP_HEIGHT / 2})"
        />`,
    )}`;
}
