const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** `4.2 s`, `3m 05s`, `2h 07m`, `3d 04h`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return '-';
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE_SECONDS) return `${whole} s`;
  if (whole < HOUR_SECONDS) return pair(whole, MINUTE_SECONDS, 'm', 1, 's');
  if (whole < DAY_SECONDS) return pair(whole, HOUR_SECONDS, 'h', MINUTE_SECONDS, 'm');
  return pair(whole, DAY_SECONDS, 'd', HOUR_SECONDS, 'h');
}

function pair(seconds: number, large: number, largeUnit: string, ...small: [number, string]) {
  const rest = Math.floor((seconds % large) / small[0]);
  return `${Math.floor(seconds / large)}${largeUnit} ${String(rest).padStart(2, '0')}${small[1]}`;
}

/** `1,234,567`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Few characters: `987`, `12.3k`, `4.5M`. */
export function formatCompact(value: number): string {
  if (value < 1000) return String(Math.round(value));
  if (value < 999_950) return `${(value / 1000).toFixed(1)}k`;
  if (value < 999_950_000) return `${(value / 1_000_000).toFixed(1)}M`;
  return `${(value / 1_000_000_000).toFixed(1)}B`;
}

/** `0.42/s`, `8.1/s`, `1,204/s`. */
export function formatRate(perSecond: number): string {
  if (perSecond < 1) return `${perSecond.toFixed(2)}/s`;
  if (perSecond < 100) return `${perSecond.toFixed(1)}/s`;
  return `${formatCount(perSecond)}/s`;
}

/** `37%`; 100% only when nothing is missing. */
export function formatShare(done: number, total: number): string {
  if (total <= 0) return '-';
  return `${Math.floor((done / total) * 100)}%`;
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
