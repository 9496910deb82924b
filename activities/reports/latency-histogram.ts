import { axisLabels } from './axis-labels.ts';
import { formatCount, formatMilliseconds } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { createBarScale, createScale } from './scale.ts';

export interface Bin {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

interface Quantile {
  readonly name: string;
  readonly milliseconds: number;
}

/** CSS pixels. Each quantile label has a line of its own above the bars, so labels never collide. */
const LABEL_LINE = 16;
const BAR_HEIGHT = 110;
const AXIS_HEIGHT = 20;
/** From here on a label stands to the left of its line, to stay inside the figure. */
const FLIP_PERCENT = 55;

export function latencyHistogram(
  name: string,
  bins: readonly Bin[],
  quantiles: readonly Quantile[],
): Markup {
  const top = quantiles.length * LABEL_LINE + 4;
  const floor = top + BAR_HEIGHT;
  const scale = createScale([0, ...bins.map(({ to }) => to)]);
  const heightOf = createBarScale(bins.map(({ count }) => count));
  return html`<svg class="histogram" role="img" width="100%" height="${floor + AXIS_HEIGHT}">
    <title>Latency of ${name}</title>
    <desc>
      ${quantiles.map((one) => `${one.name} ${formatMilliseconds(one.milliseconds)}`).join(', ')}
    </desc>
    ${bins.map((bin) => {
      if (bin.count === 0) return undefined;
      // A bar of a single request among thousands still has to be seen.
      const height = Math.max(2, Math.round((heightOf(bin.count) / 100) * BAR_HEIGHT));
      const x = scale.percent(bin.from);
      const width = Math.round((scale.percent(bin.to) - x) * 100) / 100;
      return html`<rect
        class="bar"
        x="${x}%"
        y="${floor - height}"
        width="${width}%"
        height="${height}"
        ><title>
          ${formatMilliseconds(bin.from)} to ${formatMilliseconds(bin.to)}:
          ${formatCount(bin.count)}
        </title></rect
      >`;
    })}
    <line class="baseline" x1="0" x2="100%" y1="${floor}" y2="${floor}" />
    ${quantiles.map((one, index) => quantileMark(one, scale.percent(one.milliseconds), index, floor))}
    ${axisLabels(scale, floor + 15)}
  </svg>`;
}

function quantileMark(quantile: Quantile, percent: number, index: number, floor: number): Markup {
  const isFlipped = percent > FLIP_PERCENT;
  const y = index * LABEL_LINE;
  return html`<line class="quantile" x1="${percent}%" x2="${percent}%" y1="${y}" y2="${floor}" />
    <text
      class="quantile-label"
      x="${percent}%"
      y="${y + 12}"
      dx="${isFlipped ? -5 : 5}"
      text-anchor="${isFlipped ? 'end' : 'start'}"
      >${quantile.name} ${formatMilliseconds(quantile.milliseconds)}</text
    >`;
}
