import { html, type Markup } from './html.ts';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** Four decimals as in the result table of the command line; more than a fixed form holds, as powers. */
export function formatScore(value: number): string {
  const size = Math.abs(value);
  const isOutside = size !== 0 && (size < 0.000_05 || size >= 1e9);
  return minus(isOutside ? value.toExponential(3) : value.toFixed(4));
}

/** `1,234,567`. */
export function formatCount(value: number): string {
  return minus(Math.round(value).toLocaleString('en-US'));
}

/** `0.42 ms`, `108 ms`, `1.20 s`, `2.5 min`. */
export function formatMilliseconds(value: number): string {
  if (value < 10) return `${value.toFixed(2)} ms`;
  if (value < 100) return `${value.toFixed(1)} ms`;
  if (value < 1000) return `${value.toFixed(0)} ms`;
  if (value < 60_000) return `${(value / 1000).toFixed(2)} s`;
  return `${(value / 60_000).toFixed(1)} min`;
}

/** `4.2 s`, `3 min 05 s`, `2 h 07 min`, `3 d 04 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const rest = (unit: number, small: number) =>
    String(Math.floor((whole % unit) / small)).padStart(2, '0');
  if (whole < MINUTE_SECONDS) return `${whole} s`;
  if (whole < HOUR_SECONDS) {
    return `${Math.floor(whole / MINUTE_SECONDS)} min ${rest(MINUTE_SECONDS, 1)} s`;
  }
  if (whole < DAY_SECONDS) {
    return `${Math.floor(whole / HOUR_SECONDS)} h ${rest(HOUR_SECONDS, MINUTE_SECONDS)} min`;
  }
  return `${Math.floor(whole / DAY_SECONDS)} d ${rest(DAY_SECONDS, HOUR_SECONDS)} h`;
}

/** `2026-11-20 22:35:28 UTC` from Unix seconds; undefined outside the calendar. */
export function formatDate(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A rounded number that carries the exact one for machines and for whoever hovers over it. */
export function exactNumber(value: number, shown: string = formatScore(value)): Markup {
  return html`<data value="${value}" title="${value}">${shown}</data>`;
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A minus sign as wide as a plus, so columns of tabular figures line up. */
function minus(text: string): string {
  return text.replace(/^-/, '−').replace('e-', 'e−');
}
