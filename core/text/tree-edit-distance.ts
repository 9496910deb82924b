export interface Tree<Node> {
  readonly children: readonly Node[];
}

/** Nodes in postorder; `leftmost[i]` is the position of the first leaf under node i. */
interface Postorder<Node> {
  readonly nodes: readonly Node[];
  readonly leftmost: readonly number[];
  /** The root, and every node with a sibling to its left. */
  readonly keyRoots: readonly number[];
}

/**
 * Least cost of turning one ordered tree into another by renaming, deleting and inserting nodes, the latter
 * two at cost 1: the algorithm of Zhang and Shasha (1989).
 */
export function treeEditDistance<Node extends Tree<Node>>(
  left: Node,
  right: Node,
  renameCost: (left: Node, right: Node) => number,
): number {
  const [from, to] = [postorder(left), postorder(right)];
  const width = to.nodes.length;
  const distances = new Float64Array(from.nodes.length * width);
  const renames = new Float64Array(from.nodes.length * width).fill(-1);
  const rename = (row: number, column: number): number => {
    const at = row * width + column;
    if (renames[at]! < 0) renames[at] = renameCost(from.nodes[row]!, to.nodes[column]!);
    return renames[at]!;
  };
  for (const row of from.keyRoots) {
    for (const column of to.keyRoots) {
      forestDistances({ from, to, row, column, distances, rename });
    }
  }
  return distances.at(-1)!;
}

interface ForestInput<Node> {
  readonly from: Postorder<Node>;
  readonly to: Postorder<Node>;
  readonly row: number;
  readonly column: number;
  readonly distances: Float64Array;
  readonly rename: (row: number, column: number) => number;
}

function forestDistances<Node>(input: ForestInput<Node>): void {
  const { from, to, row, column, distances, rename } = input;
  const [firstRow, firstColumn] = [from.leftmost[row]!, to.leftmost[column]!];
  const [rows, columns] = [row - firstRow + 2, column - firstColumn + 2];
  const total = to.nodes.length;
  const forest = new Float64Array(rows * columns);
  for (let i = 1; i < rows; i += 1) forest[i * columns] = i;
  for (let j = 1; j < columns; j += 1) forest[j] = j;
  for (let i = 1; i < rows; i += 1) {
    const node = firstRow + i - 1;
    for (let j = 1; j < columns; j += 1) {
      const other = firstColumn + j - 1;
      const changed = Math.min(
        forest[(i - 1) * columns + j]! + 1,
        forest[i * columns + j - 1]! + 1,
      );
      if (from.leftmost[node] === firstRow && to.leftmost[other] === firstColumn) {
        const renamed = forest[(i - 1) * columns + j - 1]! + rename(node, other);
        forest[i * columns + j] = Math.min(changed, renamed);
        distances[node * total + other] = forest[i * columns + j]!;
      } else {
        const before = (from.leftmost[node]! - firstRow) * columns;
        const kept = forest[before + to.leftmost[other]! - firstColumn]!;
        forest[i * columns + j] = Math.min(changed, kept + distances[node * total + other]!);
      }
    }
  }
}

function postorder<Node extends Tree<Node>>(root: Node): Postorder<Node> {
  const nodes: Node[] = [];
  const leftmost: number[] = [];
  const visit = (node: Node): number => {
    let first: number | undefined;
    for (const child of node.children) {
      const leaf = visit(child);
      first ??= leaf;
    }
    nodes.push(node);
    leftmost.push(first ?? nodes.length - 1);
    return leftmost.at(-1)!;
  };
  visit(root);
  const highest = new Map(leftmost.map((leaf, position) => [leaf, position]));
  return { nodes, leftmost, keyRoots: [...highest.values()].sort((a, b) => a - b) };
}
