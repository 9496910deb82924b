/** Longest single wait of ours between two attempts. */
const MAX_BACKOFF_MS = 60_000;

/** Exponential backoff with full jitter: uniform between nothing and the doubled wait. */
export function backoffMs(baseMs: number, failures: number, random: () => number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, baseMs * 2 ** Math.min(failures, 30));
  return ceiling * random();
}

/** Retry-After in milliseconds: seconds or an HTTP date; undefined where absent or unreadable. */
export function retryAfterMs(
  header: string | string[] | undefined,
  nowMs: number,
): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
