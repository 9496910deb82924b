import type { JsonObject, JsonValue } from '../../core/json.ts';

/** Reading values of a results file of any version: what is not as expected is absent. */
export function objectAt(value: JsonValue | undefined, ...path: readonly string[]): JsonObject {
  let current = asObject(value);
  for (const key of path) current = asObject(own(current, key));
  return current;
}

/** An own property: a task may be called `constructor`. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function asNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function asText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: JsonValue | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}
