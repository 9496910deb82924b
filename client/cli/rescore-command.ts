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
  usage: ['assay rescore ID [--tasks A,B] [--metric M,N]'],
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
      key: 'metric',
      flags: ['--metric', '--metrics'],
      kind: 'names',
      placeholder: 'M,N',
      help: "Add these metrics to the tasks' own; one of the same name takes its place.",
      defaultText: "the tasks' own",
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
    {
      command: 'assay rescore 20260102-030405-7k3f9q --metric anls,rouge_l',
      meaning: 'With further metrics.',
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
    const metrics = namesValue(values, 'metric');
    const { getMetric } = await import('../../core/metrics/registry.ts');
    for (const metric of metrics) getMetric(metric);
    const session = await openSession({ environment, log: terminal.note, mayStart: true });
    try {
      const { runId } = await session.client.rescore(source, {
        ...(tasks.length === 0 ? {} : { tasks }),
        ...(metrics.length === 0 ? {} : { metrics }),
      });
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
