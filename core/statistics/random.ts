export interface Random {
  /** Uniform 32-bit unsigned integer. */
  nextUint32(): number;
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound). */
  nextBelow(bound: number): number;
}

/** xoshiro128** (Blackman and Vigna), seeded through splitmix32: small, fast, equal on every machine. */
export function createRandom(seed: number): Random {
  let splitter = seed | 0;
  const nextWord = (): number => {
    splitter = (splitter + 0x9e3779b9) | 0;
    let mixed = Math.imul(splitter ^ (splitter >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let first = nextWord();
  let second = nextWord();
  let third = nextWord();
  let fourth = nextWord();
  const nextUint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(second, 5), 7), 9) >>> 0;
    const shifted = second << 9;
    third ^= first;
    fourth ^= second;
    second ^= third;
    first ^= fourth;
    third ^= shifted;
    fourth = rotateLeft(fourth, 11);
    return result;
  };
  const next = (): number => nextUint32() / 4294967296;
  return { nextUint32, next, nextBelow: (bound) => Math.floor(next() * bound) };
}

/** A seed of its own for each named use, so that adding one metric does not move another's error. */
export function deriveSeed(seed: number, name: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16777619) >>> 0;
  }
  return hash;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
