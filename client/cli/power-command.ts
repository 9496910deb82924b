import type { CommandOption } from '../../core/command-option.ts';
import { powerOptions } from '../../core/power-options.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';
import { formatCount } from './format-value.ts';
import { jsonOption } from './json-option.ts';
import { isOn, numberValue } from './option-values.ts';
import type { OptionValues } from './option-values.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

const documentsOption: CommandOption = {
  key: 'documents',
  flags: ['--documents', '--n'],
  kind: 'integer',
  minimum: 1,
  placeholder: 'N',
  help: 'Documents there are: also prints the power and the smallest effect they can show.',
  group: 'Running',
};

export const powerCommand: Command = {
  name: 'power',
  summary: 'How many paired documents tell two models apart',
  usage: ['assay power [--effect-size F] [--documents N]'],
  details:
    'Both models answer the same documents; the difference of their mean scores is tested two-sided. The standard deviation of a 0/1 score is at most 0.5.',
  options: [...powerOptions, documentsOption, jsonOption],
  examples: [
    { command: 'assay power', meaning: 'Documents needed to see a difference of 3 points.' },
    {
      command: 'assay power --effect-size 0.01 --correlation 0.8',
      meaning: 'A small difference of similar models.',
    },
    { command: 'assay power --documents 500', meaning: 'What 500 documents can show.' },
  ],
  run: ({ values, terminal }) => printPowerAnalysis(values, terminal),
};

/** Also what `assay eval --power-analysis` does. */
export async function printPowerAnalysis(
  values: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const { powerAnalysis } = await import('../../core/statistics/power-analysis.ts');
  const number = (key: string, fallback: number) => numberValue(values, key) ?? fallback;
  const deviationA = number('std_a', 0.5);
  const input = {
    effectSize: number('effect_size', 0.03),
    alpha: number('alpha', 0.05),
    power: number('power', 0.8),
    correlation: number('correlation', 0.5),
    deviationA,
    deviationB: number('std_b', deviationA),
  };
  const documents = numberValue(values, 'documents');
  const result = powerAnalysis(
    documents === undefined ? input : { ...input, currentCount: documents },
  );
  if (isOn(values, 'json')) {
    terminal.print(JSON.stringify({ ...input, ...result }));
    return EXIT.ok;
  }
  const rows: [string, string | number][] = [
    ['Effect size', input.effectSize],
    ['Alpha (two-sided)', input.alpha],
    ['Power', input.power],
    ['Standard deviations', `${input.deviationA}, ${input.deviationB}`],
    ['Correlation', input.correlation],
    ['Documents needed', formatCount(result.minimumCount)],
  ];
  if (documents !== undefined) {
    rows.push(
      ['Documents there are', formatCount(documents)],
      ['Power with them', (result.currentPower ?? 0).toFixed(4)],
      ['Smallest detectable effect', (result.minimumDetectableEffect ?? 0).toFixed(4)],
    );
  }
  terminal.print(
    textTable([{ title: 'Power analysis' }, { title: 'Value', align: 'right' }], rows),
  );
  return EXIT.ok;
}
