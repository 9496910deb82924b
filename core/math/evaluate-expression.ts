import type { Expression } from './expression.ts';

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  add: (left, right) => left + right,
  negate: (value) => -value,
  multiply: (left, right) => left * right,
  divide: (left, right) => left / right,
  power: (base, exponent) => base ** exponent,
  root,
  log: (value, base) => Math.log(value) / Math.log(base),
  factorial,
  binomial,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (value) => 1 / Math.tan(value),
  sec: (value) => 1 / Math.cos(value),
  csc: (value) => 1 / Math.sin(value),
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  ln: Math.log,
  exp: Math.exp,
};
/** 171! is beyond what a number holds. */
const MAX_FACTORIAL = 170;

/** The value at a point; NaN where it is not defined among the real numbers. */
export function evaluateExpression(
  expression: Expression,
  valueOf: (name: string) => number,
): number {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'variable') return valueOf(expression.name);
  const operation = OPERATIONS[expression.name];
  if (operation === undefined) return Number.NaN;
  const [left = 0, right = 0] = expression.args.map((arg) => evaluateExpression(arg, valueOf));
  return operation(left, right);
}

export function variablesOf(expression: Expression, found = new Set<string>()): Set<string> {
  if (expression.kind === 'variable') found.add(expression.name);
  if (expression.kind === 'call') for (const arg of expression.args) variablesOf(arg, found);
  return found;
}

function root(value: number, degree: number): number {
  const isOdd = Number.isInteger(degree) && Math.abs(degree % 2) === 1;
  return value < 0 && isOdd ? -((-value) ** (1 / degree)) : value ** (1 / degree);
}

function factorial(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > MAX_FACTORIAL) return Number.NaN;
  let product = 1;
  for (let factor = 2; factor <= value; factor += 1) product *= factor;
  return product;
}

function binomial(count: number, chosen: number): number {
  if (!Number.isInteger(count) || !Number.isInteger(chosen) || chosen < 0) return Number.NaN;
  if (chosen > 1000 || count < chosen) return Number.NaN;
  let result = 1;
  for (let step = 1; step <= chosen; step += 1) result *= (count - chosen + step) / step;
  return Math.round(result);
}
