const RELATIVE_TOLERANCE = 1e-9;
const SMALLEST_SCALE = 1e-12;

/** Whether a reply is what a vector expects: numbers within the tolerance, sets in any order. */
export function equalValues(
  expected: unknown,
  given: unknown,
  tolerance = RELATIVE_TOLERANCE,
): boolean {
  const [left, right] = [plain(expected), plain(given)];
  if (typeof left === 'number' && typeof right === 'number') {
    return equalNumbers(left, right, tolerance);
  }
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') {
    return left === right;
  }
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if ('$set' in left) {
    return '$set' in right && sortedJson(left.$set) === sortedJson(right.$set);
  }
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => {
      const isThere = Object.hasOwn(right, key);
      return isThere && equalValues(Reflect.get(left, key), Reflect.get(right, key), tolerance);
    })
  );
}

function equalNumbers(left: number, right: number, tolerance: number): boolean {
  if (Object.is(left, right) || left === right) return true;
  const scale = Math.max(SMALLEST_SCALE, Math.abs(left), Math.abs(right));
  return Math.abs(left - right) <= tolerance * scale;
}

/** Python prints truth values as numbers in places, and what is absent as null. */
function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  return value ?? null;
}

function sortedJson(values: unknown): string {
  return JSON.stringify((values as unknown[]).map((value) => JSON.stringify(value)).sort());
}
