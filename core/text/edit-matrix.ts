/** Width of the band around the diagonal that is searched, as Tercom has it. */
const BEAM_WIDTH = 25;
const UNREACHED = 1e9;

export const KEEP = 0;
const REPLACE = 1;
/** A word of the prediction goes. */
export const DELETE = 2;
/** A word of the reference comes. */
export const INSERT = 3;

interface EditRow {
  readonly costs: Int32Array;
  readonly operations: Uint8Array;
}

export interface EditMatrix {
  readonly words: readonly string[];
  readonly rows: readonly EditRow[];
  readonly distance: number;
}

/** Edit distance of word lists; rows of a common beginning are taken over from `known`. */
export function editMatrix(
  words: readonly string[],
  reference: readonly string[],
  known?: EditMatrix,
): EditMatrix {
  const ratio = words.length === 0 ? 1 : reference.length / words.length;
  const beam = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  const width = reference.length + 1;
  const rows: EditRow[] =
    known === undefined ? [firstRow(width)] : known.rows.slice(0, 1 + commonStart(words, known));
  for (let index = rows.length; index <= words.length; index += 1) {
    const diagonal = Math.floor(index * ratio);
    const to = index === words.length ? width : Math.min(width, diagonal + beam);
    const range = { from: Math.max(0, diagonal - beam), to };
    rows.push(nextRow(rows[index - 1]!, words[index - 1]!, reference, range));
  }
  return { words, rows, distance: rows.at(-1)!.costs[reference.length]! };
}

/** The operations of the best path, first word first. */
export function operationsOf({ rows }: EditMatrix): number[] {
  const operations: number[] = [];
  let row = rows.length - 1;
  let column = rows[0]!.costs.length - 1;
  while (row > 0 || column > 0) {
    const operation = rows[row]!.operations[column]!;
    operations.push(operation);
    if (operation !== INSERT) row -= 1;
    if (operation !== DELETE) column -= 1;
  }
  return operations.toReversed();
}

function firstRow(width: number): EditRow {
  return {
    costs: Int32Array.from({ length: width }, (_, column) => column),
    operations: new Uint8Array(width).fill(INSERT),
  };
}

function nextRow(
  above: EditRow,
  word: string,
  reference: readonly string[],
  range: { readonly from: number; readonly to: number },
): EditRow {
  const width = reference.length + 1;
  const costs = new Int32Array(width).fill(UNREACHED);
  const operations = new Uint8Array(width);
  for (let column = range.from; column < range.to; column += 1) {
    let cost = UNREACHED;
    let operation = DELETE;
    if (column > 0) {
      const isSame = reference[column - 1] === word;
      cost = above.costs[column - 1]! + (isSame ? 0 : 1);
      operation = isSame ? KEEP : REPLACE;
    }
    // Among equal costs: keep or replace, then delete, then insert.
    if (above.costs[column]! + 1 < cost) {
      cost = above.costs[column]! + 1;
      operation = DELETE;
    }
    if (column > 0 && costs[column - 1]! + 1 < cost) {
      cost = costs[column - 1]! + 1;
      operation = INSERT;
    }
    costs[column] = cost;
    operations[column] = operation;
  }
  return { costs, operations };
}

function commonStart(words: readonly string[], known: EditMatrix): number {
  let length = 0;
  while (length < words.length && words[length] === known.words[length]) length += 1;
  return length;
}
