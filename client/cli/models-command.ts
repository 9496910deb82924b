import { EvalError } from '../../core/errors.ts';
import { MODEL_CATALOGUE, modelNames } from '../../core/model-catalogue.ts';
import type { CatalogueEntry } from '../../core/model-catalogue.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { pluginNames, PLUGINS_VARIABLE, readPlugins } from '../../tasks/plugin-packages.ts';
import type { Command, CommandContext } from './command.ts';
import { describeModel, manifestOf } from './describe-model.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn, namesValue } from './option-values.ts';
import { textTable } from './text-table.ts';

export const modelsCommand: Command = {
  name: 'models',
  summary: 'List models, or say how one runs',
  usage: ['assay models [FILTER] [--aliases]', 'assay models ID'],
  options: [
    {
      key: 'aliases',
      flags: ['--aliases'],
      kind: 'boolean',
      default: false,
      help: 'Show the other names of each model.',
      group: 'General',
    },
    {
      key: 'plugin',
      flags: ['--plugin'],
      kind: 'names',
      placeholder: 'NAME',
      help: 'npm packages whose models to show too, or their folders.',
      environment: PLUGINS_VARIABLE,
      group: 'General',
    },
    jsonOption,
  ],
  examples: [
    { command: 'assay models', meaning: 'Every model id, what runs it and which media it takes.' },
    { command: 'assay models qwen', meaning: 'Those with qwen in their name or summary.' },
    {
      command: 'assay models qwen2_5_vl',
      meaning: 'How that model runs, what it needs, its arguments, an example.',
    },
  ],
  run: async (context) => {
    const { positionals, values, terminal } = context;
    const entries = [...MODEL_CATALOGUE, ...pluginEntries(context)];
    const name = positionals[0];
    const exact = name === undefined ? undefined : entryNamed(entries, name);
    const chosen =
      exact !== undefined ? [exact] : name === undefined ? entries : matching(entries, name);
    if (isOn(values, 'json')) terminal.print(JSON.stringify(chosen.map(manifestOf)));
    else if (exact === undefined) terminal.print(modelTable(chosen, isOn(values, 'aliases')));
    else terminal.print(describeModel(exact, name ?? exact.id));
    return EXIT.ok;
  },
};

function pluginEntries({ values, environment }: CommandContext): readonly CatalogueEntry[] {
  const names = pluginNames([...namesValue(values, 'plugin'), environment[PLUGINS_VARIABLE]]);
  return readPlugins(names, process.cwd()).flatMap(({ entries }) => entries);
}

function entryNamed(entries: readonly CatalogueEntry[], name: string): CatalogueEntry | undefined {
  return entries.find(({ id, aliases }) => id === name || aliases.includes(name));
}

function matching(entries: readonly CatalogueEntry[], name: string): readonly CatalogueEntry[] {
  const wanted = name.toLowerCase();
  const found = entries.filter(({ id, aliases, summary }) =>
    [id, ...aliases, summary].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (found.length > 0) return found;
  throw new EvalError(
    'model-not-found',
    `No model is named "${name.slice(0, 100)}".${didYouMean(name, modelNames())} \`assay models\` lists them.`,
  );
}

function modelTable(entries: readonly CatalogueEntry[], withAliases: boolean): string {
  const columns = [
    { title: 'Name' },
    { title: 'Type' },
    { title: 'Runs by' },
    { title: 'Media' },
    { title: 'Aliases', hideWhenEmpty: true },
    { title: 'Summary' },
  ];
  const rows = entries.map((entry) => [
    entry.id,
    entry.forms === 'both' ? 'chat+simple' : (entry.forms ?? 'chat'),
    runnerOf(entry),
    (entry.media ?? []).join(' '),
    withAliases ? entry.aliases.join(', ') : '',
    entry.summary,
  ]);
  return textTable(columns, rows);
}

/** Words of the user: what runs on his hardware and what is called over a network. */
function runnerOf(entry: CatalogueEntry): string {
  if (entry.unavailable !== undefined) return 'nothing';
  if (entry.family?.ownCode !== undefined) return 'your server';
  if (entry.placement === 'endpoint') return 'endpoint';
  return entry.family === undefined ? 'local' : `local, ${entry.family.adapter}`;
}
