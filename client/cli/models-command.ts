import { EvalError } from '../../core/errors.ts';
import { catalogueEntry, MODEL_CATALOGUE, modelNames } from '../../core/model-catalogue.ts';
import type { CatalogueEntry } from '../../core/model-catalogue.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn } from './option-values.ts';
import { textTable } from './text-table.ts';

export const modelsCommand: Command = {
  name: 'models',
  summary: 'List models, or the arguments of one',
  usage: ['assay models [--aliases]', 'assay models ID'],
  options: [
    {
      key: 'aliases',
      flags: ['--aliases'],
      kind: 'boolean',
      default: false,
      help: 'Show the other names of each model.',
      group: 'General',
    },
    jsonOption,
  ],
  examples: [
    { command: 'assay models', meaning: 'Every model id with its placement.' },
    { command: 'assay models --aliases', meaning: 'The same with their other names.' },
    { command: 'assay models openai', meaning: 'The arguments of that model, for --model_args.' },
  ],
  run: async ({ positionals, values, terminal }) => {
    const name = positionals[0];
    const chosen = name === undefined ? MODEL_CATALOGUE : [entryOf(name)];
    if (isOn(values, 'json')) terminal.print(JSON.stringify(chosen));
    else if (name === undefined) terminal.print(modelTable(chosen, isOn(values, 'aliases')));
    else terminal.print(chosen.map(describe).join('\n\n'));
    return EXIT.ok;
  },
};

function entryOf(name: string): CatalogueEntry {
  const entry = catalogueEntry(name);
  if (entry !== undefined) return entry;
  throw new EvalError(
    'model-not-found',
    `No model is named "${name.slice(0, 100)}".${didYouMean(name, modelNames())} \`assay models\` lists them.`,
  );
}

function modelTable(entries: readonly CatalogueEntry[], withAliases: boolean): string {
  const columns = [
    { title: 'Name' },
    { title: 'Type' },
    { title: 'Summary' },
    { title: 'Aliases', hideWhenEmpty: true },
  ];
  const rows = entries.map((entry) => [
    entry.id,
    typeOf(entry),
    entry.summary,
    withAliases ? entry.aliases.join(', ') : '',
  ]);
  return textTable(columns, rows);
}

/** Words of the user: what runs on his hardware and what is called over a network. */
function typeOf(entry: CatalogueEntry): string {
  return entry.placement === 'leased' ? 'local' : 'endpoint';
}

function describe(entry: CatalogueEntry): string {
  const aliases = entry.aliases.length === 0 ? '' : ` (also ${entry.aliases.join(', ')})`;
  const rows = entry.parameters.map((parameter) => [
    parameter.name,
    parameter.default === undefined ? '' : String(parameter.default),
    parameter.summary,
  ]);
  const table = textTable(
    [{ title: 'Argument' }, { title: 'Default' }, { title: 'Meaning' }],
    rows,
  );
  return `${entry.id}${aliases}: ${entry.summary}\n\n${table}`;
}
