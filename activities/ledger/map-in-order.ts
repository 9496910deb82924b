/** Results in the order of the items, with up to `ahead` of them being fetched at once. */
export async function* mapInOrder<Item, Result>(
  items: readonly Item[],
  ahead: number,
  fetch: (item: Item) => Promise<Result>,
): AsyncIterable<readonly [Item, Result]> {
  const underWay: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  let next = 0;
  while (next < items.length || underWay.length > 0) {
    while (next < items.length && underWay.length < ahead) {
      const item = items[next]!;
      const result = fetch(item);
      // Reported when its turn comes; until then it must not count as unhandled.
      result.catch(() => undefined);
      underWay.push({ item, result });
      next += 1;
    }
    const { item, result } = underWay.shift()!;
    yield [item, await result];
  }
}
