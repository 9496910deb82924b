import { describe, expect, it } from 'vitest';
import { nextShardSize } from '../../../../core/shard-size.ts';

function shardsOf(documents: number, window: number, documentsPerSecond: number, cost = 1) {
  const sizes: number[] = [];
  let remaining = documents;
  while (remaining > 0) {
    const size = nextShardSize({ remaining, window, documentsPerSecond, documentCost: cost });
    sizes.push(size);
    remaining -= size;
  }
  return sizes;
}

describe('nextShardSize', () => {
  it('hands every document out exactly once', () => {
    for (const documents of [1, 2, 63, 64, 65, 2000, 99_999]) {
      const sizes = shardsOf(documents, 8, 300);
      expect(sizes.every((size) => size >= 1)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(documents);
    }
  });

  it('splits a short task into a few shards for every free place of the window', () => {
    const sizes = shardsOf(2000, 8, 0);
    expect(sizes.length).toBeGreaterThanOrEqual(8);
    expect(sizes.length).toBeLessThan(40);
  });

  it('makes the tail small, so that no straggler holds the run', () => {
    const sizes = shardsOf(100_000, 8, 300);
    expect(sizes.at(-1)!).toBeLessThanOrEqual(64);
    expect(Math.max(...sizes)).toBeGreaterThan(1000);
  });

  it('aims at less than a minute of work per shard once the speed is known', () => {
    const size = nextShardSize({
      remaining: 100_000,
      window: 2,
      documentsPerSecond: 2,
      documentCost: 1,
    });
    expect(size / 2).toBeLessThanOrEqual(60);
    expect(size / 2).toBeGreaterThanOrEqual(30);
  });

  it('gives costly documents smaller first shards', () => {
    const cheap = nextShardSize({
      remaining: 9999,
      window: 8,
      documentsPerSecond: 0,
      documentCost: 1,
    });
    const dear = nextShardSize({
      remaining: 9999,
      window: 8,
      documentsPerSecond: 0,
      documentCost: 32,
    });
    expect(dear).toBeLessThan(cheap / 8);
  });

  it('never exceeds what fits into memory', () => {
    const sizing = { remaining: 10_000_000, window: 1, documentsPerSecond: 1e6, documentCost: 1 };
    expect(nextShardSize(sizing)).toBe(4096);
  });
});
