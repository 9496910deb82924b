/** A small seeded generator (mulberry32): the same moments and victims in every run of a test. */
export interface ChaosRandom {
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

export function createChaosRandom(seed: number): ChaosRandom {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + next() * (to - from),
    pick: (items) => {
      const picked = items[Math.floor(next() * items.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
  };
}
