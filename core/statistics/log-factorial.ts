/** Up to here a factorial is an exact double. */
const LAST_EXACT = 18;
const exactErrors = smallErrors();

/** ln(n!) of a whole number. */
export function logFactorial(n: number): number {
  return n < 2 ? 0 : stirlingFormula(n) + stirlingError(n);
}

/** How much ln(n!) is above Stirling's formula n ln n - n + ln(2πn)/2; for n >= 1, to the last digits. */
export function stirlingError(n: number): number {
  if (n <= LAST_EXACT) return exactErrors[n]!;
  const square = 1 / (n * n);
  return (
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / n
  );
}

function stirlingFormula(n: number): number {
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2;
}

function smallErrors(): Float64Array {
  const errors = new Float64Array(LAST_EXACT + 1);
  let factorial = 1;
  for (let n = 1; n <= LAST_EXACT; n += 1) {
    factorial *= n;
    errors[n] = Math.log(factorial) - stirlingFormula(n);
  }
  return errors;
}
