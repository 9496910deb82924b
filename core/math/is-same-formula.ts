import { createRandom } from '../statistics/random.ts';
import { evaluateExpression, variablesOf } from './evaluate-expression.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';

export interface MathTolerance {
  /** Default 1e-9. */
  readonly relative?: number;
  /** Default 0. */
  readonly absolute?: number;
}

const PROBES = 32;
/** Fewer defined points prove nothing. */
const NEEDED = 4;

/** Whether two formulas have the same value wherever both are defined, as far as probing shows. */
export function isSameFormula(given: string, gold: string, tolerance: MathTolerance = {}): boolean {
  const [left, right] = [parseExpression(given), parseExpression(gold)];
  if (left === undefined || right === undefined) return false;
  return probe([left, right], (a, b) => isClose(a, b, tolerance));
}

/** Whether `left1 = right1` has the solutions of `left2 = right2`: one is a multiple of the other. */
export function isSameEquation(
  given: readonly [string, string],
  gold: readonly [string, string],
): boolean {
  const parsed = [...given, ...gold].map(parseExpression);
  if (parsed.some((side) => side === undefined)) return false;
  let ratio: number | undefined;
  return probe(parsed as Expression[], (a, b, c = 0, d = 0) => {
    const [one, other] = [a - b, c - d];
    if (Math.abs(one) < 1e-6 || Math.abs(other) < 1e-6)
      return Math.abs(one) < 1e-4 === Math.abs(other) < 1e-4;
    ratio ??= one / other;
    return isClose(one / other, ratio, { relative: 1e-7 });
  });
}

function probe(
  expressions: readonly Expression[],
  agrees: (...values: [number, number, ...number[]]) => boolean,
): boolean {
  const names = new Set<string>();
  for (const expression of expressions) variablesOf(expression, names);
  const count = names.size === 0 ? 1 : PROBES;
  const random = createRandom(20_261_121);
  let defined = 0;
  for (let round = 0; round < count; round += 1) {
    const point = new Map<string, number>();
    // Positive and negative, small and larger: a domain such as x > 5 is met as well.
    const scale = [1, 3, 10, 40][round % 4]!;
    const isPositive = round % 8 < 4;
    for (const name of [...names].sort()) {
      const share = random.next();
      point.set(name, scale * (isPositive ? share : 2 * share - 1));
    }
    const values = expressions.map((item) =>
      evaluateExpression(item, (name) => point.get(name) ?? Number.NaN),
    );
    if (values.some((value) => !Number.isFinite(value))) continue;
    defined += 1;
    if (!agrees(...(values as [number, number]))) return false;
  }
  return defined >= Math.min(NEEDED, count);
}

function isClose(left: number, right: number, tolerance: MathTolerance): boolean {
  if (left === right) return true;
  const { relative = 1e-9, absolute = 0 } = tolerance;
  const scale = Math.max(Math.abs(left), Math.abs(right));
  // Rounding leaves a rest where the exact value is zero.
  return Math.abs(left - right) <= Math.max(relative * scale, absolute, 1e-14);
}
