/** Levenshtein distance over code points; two rows of memory. */
export function editDistance(left: string, right: string): number {
  const short = Array.from(left);
  const long = Array.from(right);
  if (short.length > long.length) return editDistance(right, left);
  let previous = Uint32Array.from({ length: short.length + 1 }, (_, index) => index);
  let current = new Uint32Array(short.length + 1);
  for (const [row, char] of long.entries()) {
    current[0] = row + 1;
    for (let column = 1; column <= short.length; column += 1) {
      const replaced = previous[column - 1]! + (short[column - 1] === char ? 0 : 1);
      current[column] = Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1);
    }
    [previous, current] = [current, previous];
  }
  return previous[short.length]!;
}
