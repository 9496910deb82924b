import { drawBinomial } from './binomial.ts';
import { sum } from './moments.ts';
import { createRandom, type Random } from './random.ts';

export interface RowTable {
  /** Numbers per row. */
  readonly width: number;
  /** All numbers, row after row. */
  readonly values: Float64Array;
}

/** Rows drawn one by one come in blocks of this many, so that one random word draws four of them. */
const BLOCK_ROWS = 256;
/** So many equal rows are worth one binomial draw of how often they are picked. */
const MIN_EQUAL_ROWS = 24;
/** Values that come often come early, so a million different ones need no million groups. */
const MAX_GROUPS = 4096;
/** Costs in draws from a full block of single numbers, about 0.6 ns. */
const BINOMIAL_COST = 100;
const LONE_DRAW_COST = 8;

/** Rows that are drawn together: all equal, or picked one by one. */
interface Block {
  readonly rows: Uint32Array;
  readonly isEqual: boolean;
}

/**
 * Sums per column over resamples with replacement: `result[column][iteration]`. The draws are those of
 * the plain bootstrap, in another order: how often a block of rows is picked is binomial given the blocks
 * before it, and within a block every row is as likely. Equal rows therefore cost one draw together.
 */
export function resampleSums(
  { width, values }: RowTable,
  plan: ResamplePlan,
  seed: number,
): readonly Float64Array[] {
  const { blocks, iterations } = plan;
  const random = createRandom(seed);
  const count = values.length / width;
  const sums = Array.from({ length: width }, () => new Float64Array(iterations));
  const picksLeft = new Int32Array(iterations).fill(count);
  const picked = new Int32Array(iterations);
  let rowsLeft = count;
  for (const { rows, isEqual } of blocks) {
    const chance = rows.length / rowsLeft;
    for (let iteration = 0; iteration < iterations; iteration += 1) {
      const drawn = drawBinomial(picksLeft[iteration]!, chance, random);
      picked[iteration] = drawn;
      picksLeft[iteration] = picksLeft[iteration]! - drawn;
    }
    rowsLeft -= rows.length;
    for (let column = 0; column < width; column += 1) {
      if (isEqual) addEqual(sums[column]!, picked, values[rows[0]! * width + column]!);
    }
    if (!isEqual) addPicked({ sums, picked, columns: columnsOf(rows, width, values), random });
  }
  return sums;
}

export interface ResamplePlan {
  readonly blocks: readonly Block[];
  readonly iterations: number;
}

/** The blocks of a table, and as many resamples of those wanted as `budget` single draws allow. */
export function planResamples(
  { width, values }: RowTable,
  wanted: number,
  budget: number,
): ResamplePlan {
  const blocks = blocksOf(width, values);
  const cost = sum(blocks.map((block) => BINOMIAL_COST + pickCost(block, width)));
  return { blocks, iterations: Math.min(wanted, Math.floor(budget / cost)) };
}

function pickCost({ rows, isEqual }: Block, width: number): number {
  if (isEqual) return 0;
  const isFast = width === 1 && rows.length === BLOCK_ROWS;
  return rows.length * (isFast ? 1 : LONE_DRAW_COST + width);
}

function blocksOf(width: number, values: Float64Array): Block[] {
  const groups = new Map<string | number, number[]>();
  const single: number[] = [];
  const count = values.length / width;
  for (let row = 0; row < count; row += 1) {
    const start = row * width;
    const key = width === 1 ? values[start]! : values.subarray(start, start + width).join();
    const group = groups.get(key);
    if (group !== undefined) group.push(row);
    else if (groups.size < MAX_GROUPS) groups.set(key, [row]);
    else single.push(row);
  }
  const blocks: Block[] = [];
  for (const rows of groups.values()) {
    if (rows.length >= MIN_EQUAL_ROWS || rows.length === count) {
      blocks.push({ rows: Uint32Array.from(rows), isEqual: true });
    } else {
      for (const row of rows) single.push(row);
    }
  }
  for (let start = 0; start < single.length; start += BLOCK_ROWS) {
    const rows = Uint32Array.from(single.slice(start, start + BLOCK_ROWS));
    blocks.push({ rows, isEqual: false });
  }
  return blocks;
}

function addEqual(sums: Float64Array, picked: Int32Array, value: number): void {
  for (let iteration = 0; iteration < sums.length; iteration += 1) {
    sums[iteration] = sums[iteration]! + picked[iteration]! * value;
  }
}

function columnsOf(rows: Uint32Array, width: number, values: Float64Array): Float64Array[] {
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from(rows, (row) => values[row * width + column]!),
  );
}

interface PickJob {
  readonly sums: readonly Float64Array[];
  readonly picked: Int32Array;
  readonly columns: readonly Float64Array[];
  readonly random: Random;
}

function addPicked(job: PickJob): void {
  const { sums, picked, columns, random } = job;
  const [first] = columns;
  if (columns.length === 1 && first!.length === BLOCK_ROWS) {
    addFromFullBlock(sums[0]!, picked, first!, random);
    return;
  }
  const rows = first!.length;
  for (let iteration = 0; iteration < picked.length; iteration += 1) {
    for (let left = picked[iteration]!; left > 0; left -= 1) {
      const row = random.nextBelow(rows);
      for (let column = 0; column < columns.length; column += 1) {
        sums[column]![iteration] = sums[column]![iteration]! + columns[column]![row]!;
      }
    }
  }
}

/**
 * Each byte of a random word is a fair draw among 256 rows, so half a word looks up the sum of two. The
 * generator is that of random.ts written out: a call per word would cost more than the word.
 */
function addFromFullBlock(
  sums: Float64Array,
  picked: Int32Array,
  column: Float64Array,
  random: Random,
): void {
  const pairs = pairSums(column);
  // Kept as signed integers: an unsigned one would make the engine compute in doubles.
  let first = random.nextUint32() | 1;
  let second = random.nextUint32() | 0;
  let third = random.nextUint32() | 0;
  let fourth = random.nextUint32() | 0;
  for (let iteration = 0; iteration < picked.length; iteration += 1) {
    let even = 0;
    let odd = 0;
    let left = picked[iteration]!;
    for (; left >= 4; left -= 4) {
      let word = Math.imul(second, 5);
      word = Math.imul((word << 7) | (word >>> 25), 9);
      const shifted = second << 9;
      third ^= first;
      fourth ^= second;
      second ^= third;
      first ^= fourth;
      third ^= shifted;
      fourth = (fourth << 11) | (fourth >>> 21);
      even += pairs[word & 65_535]!;
      odd += pairs[word >>> 16]!;
    }
    for (let word = random.nextUint32(); left > 0; left -= 1) {
      even += column[word & 255]!;
      word >>>= 8;
    }
    sums[iteration] = sums[iteration]! + even + odd;
  }
}

function pairSums(column: Float64Array): Float64Array {
  const pairs = new Float64Array(BLOCK_ROWS * BLOCK_ROWS);
  for (let index = 0; index < pairs.length; index += 1) {
    pairs[index] = column[index & 255]! + column[index >>> 8]!;
  }
  return pairs;
}
