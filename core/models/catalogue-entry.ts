import type { JsonPrimitive } from '../json.ts';

/** One key of --model_args. */
export interface CatalogueParameter {
  readonly name: string;
  readonly default?: JsonPrimitive;
  readonly summary: string;
  /** The value names an environment variable or file that holds a secret. */
  readonly isSecret?: boolean;
}

/** What can be said of a model adapter without importing it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly placement: 'leased' | 'endpoint';
  readonly summary: string;
  readonly parameters: readonly CatalogueParameter[];
}

export function parameter(
  name: string,
  summary: string,
  value?: JsonPrimitive,
): CatalogueParameter {
  return value === undefined ? { name, summary } : { name, summary, default: value };
}
