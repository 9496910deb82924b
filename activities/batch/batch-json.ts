import { EvalError } from '../../core/errors.ts';
import type { BatchEndpoint, BatchRequest } from '../models/http/batch-endpoint.ts';

/** A provider's objects are read field by field: nothing is believed of their shape. */
export type Fields = Readonly<Record<string, unknown>>;

export async function sendForFields(
  endpoint: BatchEndpoint,
  request: BatchRequest,
  signal: AbortSignal,
): Promise<Fields> {
  return parseFields(await endpoint.send(request, signal), request.resource);
}

export function parseFields(text: string, what: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {
    // Said below.
  }
  throw new EvalError(
    'endpoint-invalid-response',
    `Cannot read what the endpoint answered about ${what}: ${JSON.stringify(text.slice(0, 120))} is no JSON object. Check that base_url leads to a provider with a batch API.`,
    { retry: 'backoff' },
  );
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** The provider's name for a new object, without which nothing can be fetched again. */
export function requireId(fields: Fields, what: string): string {
  const id = textOf(fields['id']);
  if (id !== '') return id;
  throw new EvalError(
    'endpoint-invalid-response',
    `The endpoint named no id for ${what}: ${JSON.stringify(fields).slice(0, 120)}. Check that base_url leads to a provider with a batch API.`,
  );
}
