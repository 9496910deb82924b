import { parameter, type CatalogueEntry, type CatalogueParameter } from './catalogue-entry.ts';
import { apiFamilies } from './families-over-apis.ts';
import { ownCodeFamilies } from './families-own-code.ts';
import { moreServedFamilies } from './families-served-more.ts';
import { servedFamilies } from './families-served.ts';
import { FAMILY_FIXED, FAMILY_NEUTRAL, FAMILY_SYNONYMS } from './family-arguments.ts';
import type { ModelFamily } from './model-family.ts';

/** Engines that can stand in for one another: they are started and spoken to in the same way. */
export const FAMILY_ENGINES: readonly string[] = ['vllm', 'sglang', 'lmdeploy', 'hf'];

/** The rows of the tables as manifests, by what their adapters take. */
export function familyEntries(adapters: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  const rows = [...servedFamilies, ...moreServedFamilies, ...ownCodeFamilies, ...apiFamilies];
  return rows.flatMap((family) => {
    const adapter = adapters.find(({ id }) => id === family.adapter);
    return adapter === undefined ? [] : [entryOf(family, adapter)];
  });
}

function entryOf(family: ModelFamily, adapter: CatalogueEntry): CatalogueEntry {
  const { id, title, forms, media, note } = family;
  const isServed = adapter.placement === 'leased';
  return {
    id,
    aliases: [],
    placement: adapter.placement,
    summary: [
      `${title}: ${media.join(', ')} and text.`,
      ...(note === undefined ? [] : [note]),
    ].join(' '),
    forms,
    media,
    logprobs: adapter.logprobs ?? false,
    tools: false,
    batch: family.profile?.['batch'] === true,
    needs: needsOf(family, adapter),
    runs: runsOf(family, adapter),
    parameters: parametersOf(family, adapter, isServed),
    family,
  };
}

function runsOf({ ownCode }: ModelFamily, adapter: CatalogueEntry): string {
  if (adapter.placement === 'leased') {
    return `on a leased worker, served by ${adapter.id} (engine=NAME takes another)`;
  }
  if (ownCode === undefined) return adapter.runs ?? '';
  return `against a server that you run with ${ownCode} behind an OpenAI-compatible API (base_url=URL)`;
}

function needsOf(family: ModelFamily, adapter: CatalogueEntry): string[] {
  if (family.ownCode !== undefined) return [`base_url of a server that runs ${family.ownCode}`];
  const remote = 'ASSAY_ALLOW_REMOTE_CODE=1 where the worker runs';
  return [...(adapter.needs ?? []), ...(family.remoteCode === true ? [remote] : [])];
}

function parametersOf(
  family: ModelFamily,
  adapter: CatalogueEntry,
  isServed: boolean,
): readonly CatalogueParameter[] {
  const own = adapter.parameters.map((taken) => {
    const value = taken.name === 'pretrained' ? family.checkpoint : family.profile?.[taken.name];
    return value === undefined ? taken : { ...taken, default: value };
  });
  const names = new Set(own.map(({ name }) => name));
  const others = (table: Readonly<Record<string, unknown>>) =>
    Object.keys(table).filter((name) => !names.has(name));
  return [
    ...(isServed
      ? [parameter('engine', `What serves it: ${FAMILY_ENGINES.join(', ')}.`, family.adapter)]
      : []),
    ...own,
    ...others(FAMILY_SYNONYMS)
      .filter((name) => names.has(FAMILY_SYNONYMS[name] ?? ''))
      .map((name) => parameter(name, `Same as ${FAMILY_SYNONYMS[name]}.`)),
    ...others(FAMILY_NEUTRAL).map((name) =>
      parameter(name, `Accepted without effect: ${FAMILY_NEUTRAL[name]}.`),
    ),
    ...others(FAMILY_FIXED).map((name) =>
      parameter(name, 'Accepted at its default only.', FAMILY_FIXED[name]),
    ),
  ];
}
