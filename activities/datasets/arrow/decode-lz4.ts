const MAGIC = 0x184d2204;
const MIN_MATCH = 4;

/**
 * An LZ4 frame. Its blocks may point back into those before them, which decoders of single blocks cannot
 * follow; checksums are not looked at.
 */
export function decodeLz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.byteLength < 7 || view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = input[4] ?? 0;
  const hasContentSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  const blockTail = (flags & 0x10) === 0 ? 0 : 4;
  let position = 7 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const output = new Uint8Array(size);
  let filled = 0;
  while (position + 4 <= input.byteLength) {
    const header = view.getUint32(position, true);
    position += 4;
    if (header === 0) break;
    const end = position + (header & 0x7fffffff);
    if (end > input.byteLength) throw new Error('an LZ4 block is cut off');
    const block = input.subarray(position, end);
    if (header >= 0x80000000) {
      if (filled + block.length > size) throw new Error('more LZ4 data than announced');
      output.set(block, filled);
      filled += block.length;
    } else filled = decodeBlock(block, output, filled);
    position = end + blockTail;
  }
  if (filled !== size) throw new Error(`${filled} bytes of LZ4 data instead of ${size}`);
  return output;
}

function decodeBlock(input: Uint8Array, output: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  const length = (nibble: number): number => {
    let sum = nibble;
    if (nibble !== 15) return sum;
    for (;;) {
      const more = input[from] ?? 0;
      from += 1;
      sum += more;
      if (more !== 255) return sum;
    }
  };
  while (from < input.length) {
    const token = input[from] ?? 0;
    from += 1;
    const literals = length(token >> 4);
    if (from + literals > input.length || to + literals > output.length) {
      throw new Error('damaged LZ4 data');
    }
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence of a block has no match.
    if (from >= input.length) break;
    const offset = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    const match = length(token & 15) + MIN_MATCH;
    if (offset === 0 || offset > to || to + match > output.length) {
      throw new Error('damaged LZ4 data');
    }
    // Byte by byte where the match overlaps what it makes.
    if (offset >= match) output.copyWithin(to, to - offset, to - offset + match);
    else
      for (let index = 0; index < match; index += 1)
        output[to + index] = output[to + index - offset] ?? 0;
    to += match;
  }
  return to;
}
