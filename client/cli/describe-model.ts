import type { JsonValue } from '../../core/json.ts';
import type { CatalogueEntry } from '../../core/model-catalogue.ts';
import { textTable } from './text-table.ts';

/** Everything a person has to know before he runs it. */
export function describeModel(entry: CatalogueEntry, typedAs: string): string {
  if (entry.unavailable !== undefined) return `${typedAs} cannot be run: ${entry.unavailable}`;
  const others = [entry.id, ...entry.aliases].filter((name) => name !== typedAs);
  const facts: readonly (readonly [string, string])[] = [
    ['Also named', others.join(', ')],
    ['Runs', entry.runs ?? ''],
    ['Needs', (entry.needs ?? []).join('; ')],
    ['Takes', ['text', ...(entry.media ?? [])].join(', ')],
    ['Prompts', promptsOf(entry)],
    ['Can', abilitiesOf(entry).join(', ')],
    ['Checkpoint', entry.family?.checkpoint ?? ''],
    ['Example', exampleOf(entry, typedAs)],
  ];
  const width = Math.max(...facts.map(([label]) => label.length));
  const lines = facts
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label.padEnd(width)}  ${value}`);
  const head = `${typedAs}: ${entry.summary}\n\n${lines.join('\n')}`;
  if (entry.parameters.length === 0) return head;
  const rows = entry.parameters.map((parameter) => [
    parameter.name,
    parameter.default === undefined ? '' : String(parameter.default),
    parameter.summary,
  ]);
  const columns = [{ title: 'Argument' }, { title: 'Default' }, { title: 'Meaning' }];
  return `${head}\n\n${textTable(columns, rows)}`;
}

/** The same for programs. */
export function manifestOf(entry: CatalogueEntry): JsonValue {
  const { family, ...manifest } = entry;
  const plain = {
    ...manifest,
    ...(family === undefined ? {} : { adapter: family.adapter }),
    ...(family?.checkpoint === undefined ? {} : { checkpoint: family.checkpoint }),
    example: entry.unavailable === undefined ? exampleOf(entry, entry.id) : null,
  };
  return JSON.parse(JSON.stringify(plain)) as JsonValue;
}

function promptsOf({ forms }: CatalogueEntry): string {
  if (forms === 'both') return 'whole conversations; --force_simple: text after its media';
  return forms === 'simple' ? 'text after its media' : 'whole conversations';
}

function abilitiesOf({ logprobs, tools, batch }: CatalogueEntry): string[] {
  return [
    ...(logprobs === true ? ['score given answers'] : []),
    ...(tools === true ? ['call tools'] : []),
    ...(batch === true ? ['answer later in a batch, for less'] : []),
  ];
}

function exampleOf(entry: CatalogueEntry, typedAs: string): string {
  const args = exampleArguments(entry);
  return `assay eval --model ${typedAs}${args === '' ? '' : ` --model_args ${args}`} --tasks ${exampleTask(entry)} --limit 8`;
}

function exampleTask({ media = [] }: CatalogueEntry): string {
  if (media.includes('image') || media.length === 0) return 'mme';
  return media.includes('video') ? 'videomme' : 'librispeech_test_clean';
}

function exampleArguments(entry: CatalogueEntry): string {
  const takes = (name: string) => entry.parameters.some((parameter) => parameter.name === name);
  const { family } = entry;
  if (family !== undefined) {
    const model = family.checkpoint ?? 'NAME';
    if (family.ownCode !== undefined) return `model=${model},base_url=http://HOST:8000/v1`;
    return takes('pretrained') && entry.placement === 'leased' ? `pretrained=${model}` : '';
  }
  if (takes('logs')) return 'logs=results/samples_mme.jsonl';
  if (takes('pretrained') && entry.placement === 'leased') return 'pretrained=FOLDER-OR-HUB/ID';
  if (!takes('model')) return '';
  const isOpen = (entry.needs ?? []).some((need) => need.includes('base_url'));
  return isOpen ? 'model=NAME,base_url=http://HOST:8000/v1' : 'model=NAME';
}
