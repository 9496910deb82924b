/** Pairs of row and column, each at most once, as many as the shorter side holds, of the least total cost. */
export function minimumAssignment(
  costs: readonly (readonly number[])[],
): (readonly [row: number, column: number])[] {
  const width = costs[0]?.length ?? 0;
  if (width === 0) return [];
  if (costs.length > width) {
    const turned = Array.from({ length: width }, (_, column) => costs.map((row) => row[column]!));
    return minimumAssignment(turned)
      .map(([column, row]) => [row, column] as const)
      .sort(([left], [right]) => left - right);
  }
  const state: State = {
    costs,
    width,
    rowPrices: new Float64Array(costs.length),
    columnPrices: new Float64Array(width),
    columnOfRow: new Int32Array(costs.length).fill(-1),
    rowOfColumn: new Int32Array(width).fill(-1),
  };
  for (let row = 0; row < costs.length; row += 1) assignRow(state, row);
  return Array.from(state.columnOfRow, (column, row) => [row, column] as const);
}

interface State {
  readonly costs: readonly (readonly number[])[];
  readonly width: number;
  readonly rowPrices: Float64Array;
  readonly columnPrices: Float64Array;
  readonly columnOfRow: Int32Array;
  readonly rowOfColumn: Int32Array;
}

/** Gives a row a column along the shortest augmenting path (Crouse 2016), with the order of ties of scipy. */
function assignRow(state: State, start: number): void {
  const { costs, width, rowPrices, columnPrices, columnOfRow, rowOfColumn } = state;
  const shortest = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const cameFrom = new Int32Array(width).fill(-1);
  const seenRows = new Set<number>();
  const seenColumns = new Set<number>();
  const remaining = Array.from({ length: width }, (_, index) => width - index - 1);
  let lowest = 0;
  let row = start;
  let sink = -1;
  while (sink < 0) {
    seenRows.add(row);
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [position, column] of remaining.entries()) {
      const cost = lowest + costs[row]![column]! - rowPrices[row]! - columnPrices[column]!;
      if (cost < shortest[column]!) {
        cameFrom[column] = row;
        shortest[column] = cost;
      }
      const known = shortest[column]!;
      if (known < bestCost || (known === bestCost && rowOfColumn[column] === -1)) {
        bestCost = known;
        best = position;
      }
    }
    lowest = bestCost;
    const column = remaining[best]!;
    if (rowOfColumn[column] === -1) sink = column;
    else row = rowOfColumn[column]!;
    seenColumns.add(column);
    remaining[best] = remaining.at(-1)!;
    remaining.pop();
  }
  for (const seen of seenRows) {
    rowPrices[seen]! += seen === start ? lowest : lowest - shortest[columnOfRow[seen]!]!;
  }
  for (const seen of seenColumns) columnPrices[seen]! -= lowest - shortest[seen]!;
  for (let column = sink; column >= 0;) {
    const owner = cameFrom[column]!;
    rowOfColumn[column] = owner;
    const next = columnOfRow[owner]!;
    columnOfRow[owner] = column;
    column = owner === start ? -1 : next;
  }
}
