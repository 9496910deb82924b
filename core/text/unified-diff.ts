const CONTEXT = 3;
/** Lines of one text; the table below has their product, and nobody reads a longer difference. */
const MAX_LINES = 2000;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** Differences of two texts by line, as `diff -u` shows them without file names; empty when equal. */
export function unifiedDiff(before: string, after: string): string {
  if (before === after) return '';
  const edits = editsOf(before.split('\n'), after.split('\n'));
  const changed = edits.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  const hunks: { start: number; end: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(edits.length, index + CONTEXT + 1);
    if (last !== undefined && start <= last.end) last.end = end;
    else hunks.push({ start, end });
  }
  return hunks.map((hunk) => hunkText(edits, hunk)).join('\n');
}

function hunkText(edits: readonly Edit[], { start, end }: { start: number; end: number }): string {
  const shown = edits.slice(start, end);
  const range = (without: Edit['sign']): string => {
    const first = edits.slice(0, start).filter(({ sign }) => sign !== without).length + 1;
    return `${first},${shown.filter(({ sign }) => sign !== without).length}`;
  };
  const head = `@@ -${range('+')} +${range('-')} @@`;
  return [head, ...shown.map(({ sign, line }) => sign + line)].join('\n');
}

/** A longest common subsequence, removals before additions. */
function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  if (before.length > MAX_LINES || after.length > MAX_LINES) {
    return [
      ...before.map((line): Edit => ({ sign: '-', line })),
      ...after.map((line): Edit => ({ sign: '+', line })),
    ];
  }
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const edits: Edit[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const removed = before[row];
    const added = after[column];
    if (removed !== undefined && removed === added) {
      edits.push({ sign: ' ', line: removed });
      row += 1;
      column += 1;
    } else if (
      removed !== undefined &&
      (added === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      edits.push({ sign: '-', line: removed });
      row += 1;
    } else {
      edits.push({ sign: '+', line: added ?? '' });
      column += 1;
    }
  }
  return edits;
}
