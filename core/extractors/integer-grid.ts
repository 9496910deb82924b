export type IntegerGrid = readonly (readonly number[])[];

/** JSON of whole numbers in lists: 1.0, "1" and true are other answers than 1. */
const GRID_CHARACTERS = /^[\s\d,[\]-]*$/;

/**
 * The grid of whole numbers in an answer: the answer itself, else the first fenced block that is one, else
 * the first pair of nested brackets. undefined where there is none.
 */
export function parseIntegerGrid(
  answer: string,
  read: (text: string) => IntegerGrid | undefined = readGrid,
): IntegerGrid | undefined {
  for (const candidate of candidates(answer)) {
    const grid = read(candidate);
    if (grid !== undefined) return grid;
  }
  return undefined;
}

export function isSameGrid(left: IntegerGrid, right: IntegerGrid): boolean {
  return (
    left.length === right.length &&
    left.every((row, index) => {
      const other = right[index]!;
      return row.length === other.length && row.every((cell, column) => cell === other[column]);
    })
  );
}

export function isIntegerGrid(value: unknown): value is IntegerGrid {
  return (
    Array.isArray(value) &&
    value.every((row: unknown) => Array.isArray(row) && row.every((cell) => Number.isInteger(cell)))
  );
}

function* candidates(answer: string): Generator<string> {
  yield answer;
  yield* fencedBlocks(answer);
  yield* bracketPairs(answer);
}

/** What stands between two fences; an unclosed one is no block. */
function fencedBlocks(answer: string): string[] {
  const parts = answer.split('```');
  const closed = parts.length - (parts.length % 2 === 0 ? 1 : 0);
  return parts
    .slice(0, closed)
    .filter((_, index) => index % 2 === 1)
    .map((block) => block.replace(/^json/i, ''));
}

/** From `[[` to the next `]]`, in one pass: an answer may be megabytes of brackets. */
function* bracketPairs(answer: string): Generator<string> {
  const opening = /\[\s*\[/g;
  const closing = /\]\s*\]/g;
  for (;;) {
    const start = opening.exec(answer);
    if (start === null) return;
    closing.lastIndex = opening.lastIndex;
    if (closing.exec(answer) === null) return;
    yield answer.slice(start.index, closing.lastIndex);
    opening.lastIndex = closing.lastIndex;
  }
}

function readGrid(text: string): IntegerGrid | undefined {
  if (!GRID_CHARACTERS.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isIntegerGrid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
