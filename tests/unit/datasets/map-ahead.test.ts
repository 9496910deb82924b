import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapAhead } from '../../../activities/datasets/map-ahead.ts';

async function* upTo(count: number): AsyncGenerator<number> {
  for (let item = 0; item < count; item += 1) yield await Promise.resolve(item);
}

test('results come in the order of the items, with no more under way than allowed', async () => {
  let running = 0;
  let most = 0;
  const results: number[] = [];
  const work = async (item: number) => {
    running += 1;
    most = Math.max(most, running);
    await delay(item % 3);
    running -= 1;
    return item * 2;
  };
  for await (const result of mapAhead(upTo(20), 4, work)) results.push(result);
  expect(results).toEqual(Array.from({ length: 20 }, (_, item) => item * 2));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(5);
});

test('a failure comes in its turn, and who stops earlier never hears of it', async () => {
  const work = (item: number) =>
    item === 3 ? Promise.reject(new Error('third')) : Promise.resolve(item);
  const seen: number[] = [];
  const all = async () => {
    for await (const result of mapAhead(upTo(9), 4, work)) seen.push(result);
  };
  await expect(all()).rejects.toThrow('third');
  expect(seen).toEqual([0, 1, 2]);
  for await (const result of mapAhead(upTo(9), 4, work)) if (result === 1) break;
  await delay(5);
});
