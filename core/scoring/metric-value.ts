import type { JsonObject, JsonValue } from '../json.ts';
import type { MetricValue } from '../rows.ts';

/** How a number that cannot be known stands in a results file. */
export const NOT_AVAILABLE = 'N/A';

/** What an aggregation reads: of a record the field `scoreKey`, else the value itself. */
export function scoredPart(value: MetricValue, scoreKey: string): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return value as JsonValue;
  return (value as JsonObject)[scoreKey] ?? value;
}

/** The number of one document, where its value has one. */
export function scoreNumber(value: MetricValue, scoreKey: string): number | undefined {
  const part = scoredPart(value, scoreKey);
  if (typeof part === 'boolean') return part ? 1 : 0;
  return typeof part === 'number' && Number.isFinite(part) ? part : undefined;
}

export function finiteOrNotAvailable(value: number | undefined): number | typeof NOT_AVAILABLE {
  return value !== undefined && Number.isFinite(value) ? value : NOT_AVAILABLE;
}
