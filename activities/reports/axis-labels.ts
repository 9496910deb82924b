import { html, type Markup } from './html.ts';
import { tickLabel, type Scale } from './scale.ts';

/** Characters of a label that may reach over the end of its axis. */
const SHORT_LABEL = 3;

/** Long labels at the ends lean inwards, so that they stay inside the page. */
export function axisLabels(scale: Scale, y: number): Markup[] {
  return scale.ticks.map((tick) => {
    const percent = scale.percent(tick);
    const label = tickLabel(tick);
    const isLong = label.length > SHORT_LABEL;
    const anchor = isLong && percent <= 0 ? 'start' : isLong && percent >= 100 ? 'end' : 'middle';
    return html`<text x="${percent}%" y="${y}" text-anchor="${anchor}">${label}</text>`;
  });
}
