import { EvalError, messageOf } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';

/** Parses one of the model's JSON files, which must hold an object. */
export function parseJsonFile(location: string, name: string, bytes: Uint8Array): JsonObject {
  let problem = 'it is not an object';
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch (error) {
    problem = messageOf(error);
  }
  throw new EvalError(
    'model-invalid',
    `Cannot read ${name} of the model ${location} as JSON: ${problem}. Export the model again.`,
  );
}

export function objectIn(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

export function numberIn(parent: JsonObject, key: string): number | undefined {
  const value = parent[key];
  return typeof value === 'number' ? value : undefined;
}

export function numbersIn(parent: JsonObject, key: string): number[] | undefined {
  const value = parent[key];
  return Array.isArray(value) && value.every((item) => typeof item === 'number')
    ? value
    : undefined;
}

export function booleanIn(parent: JsonObject, key: string): boolean | undefined {
  const value = parent[key];
  return typeof value === 'boolean' ? value : undefined;
}

export function stringIn(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === 'string' ? value : undefined;
}
