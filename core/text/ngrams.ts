/** How often each run of `order` items occurs; items are joined by a character that no token holds. */
export function countNgrams(items: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= items.length; start += 1) {
    const key = order === 1 ? items[start]! : items.slice(start, start + order).join('\u0000');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Σ of the smaller count of each n-gram. */
export function commonCount(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
): number {
  let common = 0;
  for (const [key, count] of left) common += Math.min(count, right.get(key) ?? 0);
  return common;
}
