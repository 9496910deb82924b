import { CancellationScope, condition } from '@temporalio/workflow';

/**
 * Runs `work` over the items, at most `width` at once, results in item order. After a failure or a
 * cancellation nothing new starts; what runs is awaited, then the first failure is thrown.
 */
export async function mapInWindow<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = Array.from<Result>({ length: items.length });
  const failures: unknown[] = [];
  let inFlight = 0;

  async function runOne(item: Item, index: number): Promise<void> {
    try {
      results[index] = await work(item, index);
    } catch (error) {
      failures.push(error);
    } finally {
      inFlight -= 1;
    }
  }

  try {
    for (const [index, item] of items.entries()) {
      await condition(() => inFlight < Math.max(1, width) || failures.length > 0);
      if (failures.length > 0) break;
      inFlight += 1;
      void runOne(item, index);
    }
  } finally {
    // Also when cancelled: nobody may go on, or start again, while something of this still runs.
    await CancellationScope.nonCancellable(() => condition(() => inFlight === 0));
  }
  if (failures.length > 0) throw failures[0];
  return results;
}
