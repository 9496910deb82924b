/**
 * A filter expression that is true for these frames. Sums are nested evenly: FFmpeg refuses an
 * expression whose terms stand in one row of more than 100.
 */
export function selectExpression(indices: readonly number[]): string {
  if (indices.length === 1) return `eq(n\\,${indices[0]})`;
  const half = Math.ceil(indices.length / 2);
  return `(${selectExpression(indices.slice(0, half))}+${selectExpression(indices.slice(half))})`;
}
