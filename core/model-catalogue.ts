import { API_ENTRIES } from './models/api-entries.ts';
import type { CatalogueEntry } from './models/catalogue-entry.ts';
import { engineEntries } from './models/engine-entries.ts';
import { familyEntries } from './models/family-entries.ts';
import { fromLogEntry } from './models/from-log-entry.ts';
import { mockEntries } from './models/mock-entries.ts';
import { ONNX_ENTRY } from './models/onnx-entry.ts';
import { openAiEntry } from './models/openai-entry.ts';
import { OPENAI_PARAMETERS } from './models/openai-parameters.ts';
import { transformersJsEntry } from './models/transformers-js-entry.ts';
import { unavailableEntries } from './models/unavailable-entries.ts';

export type { CatalogueEntry };

/** What has an adapter; the families are run by these. */
const ADAPTERS: readonly CatalogueEntry[] = [
  openAiEntry,
  ONNX_ENTRY,
  transformersJsEntry,
  ...API_ENTRIES,
  ...engineEntries(OPENAI_PARAMETERS),
  fromLogEntry,
  ...mockEntries,
];

/** Every model id that --model accepts, in the order to print. */
export const MODEL_CATALOGUE: readonly CatalogueEntry[] = [
  ...ADAPTERS,
  ...familyEntries(ADAPTERS),
  ...unavailableEntries,
];

const BY_NAME: ReadonlyMap<string, CatalogueEntry> = new Map(
  MODEL_CATALOGUE.flatMap((entry) =>
    [entry.id, ...entry.aliases].map((name): [string, CatalogueEntry] => [name, entry]),
  ),
);

/** The entry of an id or alias. */
export function catalogueEntry(idOrAlias: string): CatalogueEntry | undefined {
  return BY_NAME.get(idOrAlias);
}

/** Ids and aliases, for suggestions. */
export function modelNames(): string[] {
  return [...BY_NAME.keys()];
}
