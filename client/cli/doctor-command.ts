import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn } from './option-values.ts';
import { textTable } from './text-table.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Check what is installed and reachable, and how to mend it',
  usage: ['assay doctor [--json]'],
  options: [jsonOption],
  examples: [
    { command: 'assay doctor', meaning: 'A table of findings with their remedies.' },
    {
      command: 'assay doctor --json',
      meaning: 'The same for a script; exit code 3 when something is broken.',
    },
  ],
  run: async ({ values, terminal, environment }) => {
    const { runDoctor } = await import('../../deploy/dev-server/doctor.ts');
    const report = await runDoctor({ environment });
    if (isOn(values, 'json')) terminal.print(JSON.stringify(report));
    else {
      const rows = report.checks.map((check) => [
        check.status,
        check.name,
        check.found,
        check.remedy,
      ]);
      terminal.print(
        textTable(
          [
            { title: 'Status' },
            { title: 'Check' },
            { title: 'Found' },
            { title: 'Remedy', hideWhenEmpty: true },
          ],
          rows,
        ),
      );
    }
    return report.status === 'problem' ? EXIT.environment : EXIT.ok;
  },
};
