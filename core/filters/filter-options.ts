import { EvalError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { FilterStep } from '../task.ts';

export function stringOption(step: FilterStep, name: string, fallback: string): string {
  const value = step[name] ?? fallback;
  return typeof value === 'string' ? value : refuse(step, name, 'a string');
}

export function integerOption(step: FilterStep, name: string, fallback: number): number {
  const value = step[name] ?? fallback;
  return typeof value === 'number' && Number.isInteger(value)
    ? value
    : refuse(step, name, 'a whole number');
}

export function booleanOption(step: FilterStep, name: string): boolean {
  const value = step[name] ?? false;
  return typeof value === 'boolean' ? value : refuse(step, name, 'true or false');
}

export function stringListOption(step: FilterStep, name: string): readonly string[] {
  const value = step[name] ?? [];
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : refuse(step, name, 'a list of strings');
}

export function objectOption(step: FilterStep, name: string): JsonObject {
  const value: JsonValue = step[name] ?? {};
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : refuse(step, name, 'a mapping');
}

function refuse(step: FilterStep, name: string, expected: string): never {
  throw new EvalError(
    'config-invalid',
    `Cannot set up the filter ${filterName(step)}: ${name} is ${JSON.stringify(step[name])}; give ${expected}.`,
  );
}

/** These filters are registered ones, which have a name. */
function filterName({ function: name }: FilterStep): string {
  return typeof name === 'string' ? name : name.$export;
}
