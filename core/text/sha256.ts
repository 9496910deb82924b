const BLOCK_BYTES = 64;
const ROUNDS = 64;
const LENGTH_BYTES = 8;

/** First 32 bits of the fractional parts of the square (or cube) roots of the first primes. */
function rootFractions(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return Uint32Array.from(primes, (prime) => Math.floor((root(prime) % 1) * 2 ** 32));
}

const CONSTANTS = rootFractions(ROUNDS, Math.cbrt);
const INITIAL = rootFractions(8, Math.sqrt);

/** SHA-256 (FIPS 180-4) of a few bytes, for scorers, which may not use the platform's own. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const blocks = Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
  const padded = new DataView(new ArrayBuffer(blocks * BLOCK_BYTES));
  for (const [index, byte] of bytes.entries()) padded.setUint8(index, byte);
  padded.setUint8(bytes.length, 0x80);
  padded.setBigUint64(padded.byteLength - LENGTH_BYTES, BigInt(bytes.length) * 8n);
  const hash = Uint32Array.from(INITIAL);
  for (let block = 0; block < blocks; block += 1) addBlock(hash, padded, block * BLOCK_BYTES);
  const digest = new DataView(new ArrayBuffer(hash.length * 4));
  for (const [index, word] of hash.entries()) digest.setUint32(index * 4, word);
  return new Uint8Array(digest.buffer);
}

function addBlock(hash: Uint32Array, padded: DataView, offset: number): void {
  const words = new Uint32Array(ROUNDS);
  for (let index = 0; index < 16; index += 1) words[index] = padded.getUint32(offset + index * 4);
  for (let index = 16; index < ROUNDS; index += 1) {
    const [early, late] = [words[index - 15]!, words[index - 2]!];
    const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[index] = words[index - 16]! + small + words[index - 7]! + large;
  }
  const state = Uint32Array.from(hash);
  for (let index = 0; index < ROUNDS; index += 1) {
    const [a, b, c, , e, f, g, h] = state as unknown as readonly number[] & { readonly length: 8 };
    const high = rotate(e!, 6) ^ rotate(e!, 11) ^ rotate(e!, 25);
    const choice = (e! & f!) ^ (~e! & g!);
    const first = h! + high + choice + CONSTANTS[index]! + words[index]!;
    const low = rotate(a!, 2) ^ rotate(a!, 13) ^ rotate(a!, 22);
    const majority = (a! & b!) ^ (a! & c!) ^ (b! & c!);
    state.copyWithin(1, 0, 7);
    state[4]! += first;
    state[0] = first + low + majority;
  }
  for (const [index, word] of state.entries()) hash[index]! += word;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
