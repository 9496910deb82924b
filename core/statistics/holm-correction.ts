/**
 * Holm's step-down correction: the chance that any of the tests below a limit is a false alarm stays below
 * that limit, whatever their dependence. A p value that cannot be known (NaN) is no test and stays NaN.
 */
export function holmCorrection(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()]
    .filter((index) => !Number.isNaN(pValues[index]!))
    .sort((left, right) => pValues[left]! - pValues[right]!);
  const adjusted = pValues.map(() => Number.NaN);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
