import { describe, expect, it } from 'vitest';
import { minimumAssignment } from '../../../../core/text/minimum-assignment.ts';

describe('minimumAssignment', () => {
  it('finds the pairs of least total cost', () => {
    // The example of scipy's documentation: cost 5, not the 6 of choosing greedily.
    const costs = [
      [4, 1, 3],
      [2, 0, 5],
      [3, 2, 2],
    ];
    expect(minimumAssignment(costs)).toEqual([
      [0, 1],
      [1, 0],
      [2, 2],
    ]);
  });

  it('pairs as many as the shorter side holds', () => {
    expect(minimumAssignment([[3, 1, 2]])).toEqual([[0, 1]]);
    expect(minimumAssignment([[3], [1], [2]])).toEqual([[1, 0]]);
    expect(minimumAssignment([])).toEqual([]);
    expect(minimumAssignment([[], []])).toEqual([]);
  });

  it('agrees with trying every order', () => {
    let state = 7;
    const next = (): number => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
    for (let round = 0; round < 50; round += 1) {
      const costs = Array.from({ length: 5 }, () => Array.from({ length: 5 }, next));
      const found = minimumAssignment(costs);
      const total = found.reduce((sum, [row, column]) => sum + costs[row]![column]!, 0);
      expect(total).toBeCloseTo(cheapest(costs, 0, new Set()), 12);
    }
  });
});

function cheapest(costs: readonly number[][], row: number, taken: Set<number>): number {
  if (row === costs.length) return 0;
  let best = Number.POSITIVE_INFINITY;
  for (const [column, cost] of costs[row]!.entries()) {
    if (taken.has(column)) continue;
    best = Math.min(best, cost + cheapest(costs, row + 1, new Set([...taken, column])));
  }
  return best;
}
