/** Levenshtein distance over code points. */
export function editDistance(left: string, right: string): number {
  return itemDistance(Array.from(left), Array.from(right));
}

/** Levenshtein distance of two lists of characters or words; two rows of memory. */
export function itemDistance(left: readonly string[], right: readonly string[]): number {
  if (left.length > right.length) return itemDistance(right, left);
  let previous = Uint32Array.from({ length: left.length + 1 }, (_, index) => index);
  let current = new Uint32Array(left.length + 1);
  for (const [row, item] of right.entries()) {
    current[0] = row + 1;
    for (let column = 1; column <= left.length; column += 1) {
      const replaced = previous[column - 1]! + (left[column - 1] === item ? 0 : 1);
      current[column] = Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1);
    }
    [previous, current] = [current, previous];
  }
  return previous[left.length]!;
}
