import type { ModelAdapter } from '../models/model-adapter.ts';
import type { WorkItem } from './work-items.ts';

/** Items looked at together: enough to gather shared prefixes, few enough to hold in memory. */
const LOOK_AHEAD = 512;

/**
 * Puts items with equal prefixes or equal media side by side, so that a server's prefix cache hits.
 * Adapters without a preference keep document order and are not made to wait.
 */
export async function* orderItems(
  adapter: ModelAdapter,
  items: AsyncIterable<WorkItem>,
): AsyncGenerator<WorkItem> {
  if (!adapter.orderKey) {
    yield* items;
    return;
  }
  const orderKey = adapter.orderKey.bind(adapter);
  let block: { key: string; item: WorkItem }[] = [];
  for await (const item of items) {
    block.push({ key: orderKey({ messages: item.rendered.messages }), item });
    if (block.length < LOOK_AHEAD) continue;
    for (const { item: next } of sorted(block)) yield next;
    block = [];
  }
  for (const { item: next } of sorted(block)) yield next;
}

/** A stable sort: equal keys stay in document order. */
function sorted(block: { key: string; item: WorkItem }[]): { key: string; item: WorkItem }[] {
  return block.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
}
