import { EvalError } from '../../core/errors.ts';
import type { Command } from './command.ts';
import { openSession } from './evaluation-session.ts';
import { EXIT } from './exit-code.ts';
import { followAndPrint } from './follow-and-print.ts';
import { detachedText } from './follow-run.ts';
import { jsonOption } from './json-option.ts';
import { isOn, namesValue } from './option-values.ts';

export const rescoreCommand: Command = {
  name: 'rescore',
  summary: 'Score the answers of a finished run again without asking the model',
  usage: ['assay rescore ID [--tasks A,B]'],
  details: 'Makes a new run with its own results; the answers of the first one stay as they are.',
  options: [
    {
      key: 'tasks',
      flags: ['--tasks', '-t'],
      kind: 'names',
      placeholder: 'A,B',
      help: 'Only these tasks of the run.',
      defaultText: 'all',
      group: 'General',
    },
    {
      key: 'detach',
      flags: ['--detach', '-d'],
      offFlags: ['--wait'],
      kind: 'boolean',
      default: false,
      help: 'Print the id of the new run and leave.',
      group: 'General',
    },
    jsonOption,
  ],
  examples: [
    { command: 'assay rescore 20260102-030405-7k3f9q', meaning: 'After a change of a scorer.' },
    {
      command: 'assay rescore 20260102-030405-7k3f9q --tasks shapes_free',
      meaning: 'One task of it.',
    },
  ],
  run: async ({ positionals, values, terminal, environment }) => {
    const source = positionals[0];
    if (source === undefined) {
      throw new EvalError(
        'spec-invalid',
        'rescore needs the id of a run: `assay runs list` shows them.',
      );
    }
    const tasks = namesValue(values, 'tasks');
    const session = await openSession({ environment, log: terminal.note, mayStart: true });
    try {
      const { runId } = await session.client.rescore(source, tasks.length === 0 ? {} : { tasks });
      const asJson = isOn(values, 'json');
      if (asJson) terminal.print(JSON.stringify({ event: 'started', runId, source }));
      else terminal.note(`Run ${runId} scores the answers of ${source} again.`);
      if (isOn(values, 'detach')) {
        if (!asJson) terminal.print(runId);
        terminal.note(detachedText(runId));
        return EXIT.ok;
      }
      return await followAndPrint({ values, terminal }, session, runId);
    } finally {
      await session.close();
    }
  },
};
