/**
 * Text before the first stop string. Applied also where the endpoint was told to stop: some take only
 * four stop strings, some none, and an answer must not depend on that.
 */
export function cutAtStop(text: string, stop: readonly string[]): string {
  let end = text.length;
  for (const mark of stop) {
    if (mark === '') continue;
    const found = text.indexOf(mark);
    if (found !== -1 && found < end) end = found;
  }
  return end === text.length ? text : text.slice(0, end);
}
