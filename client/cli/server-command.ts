import type { CommandOption } from '../../core/command-option.ts';
import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { StackStatus } from '../../deploy/dev-server/stack-status.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn, numberValue } from './option-values.ts';
import { textTable } from './text-table.ts';

const workersOption: CommandOption = {
  key: 'workers',
  flags: ['--workers'],
  kind: 'integer',
  minimum: 1,
  maximum: 64,
  placeholder: 'N',
  help: 'Worker processes to have.',
  defaultText: 'as at the last start, else 1',
  group: 'General',
};

const ACTIONS = ['start', 'stop', 'status'] as const;

export const serverCommand: Command = {
  name: 'server',
  summary: 'Start, stop and inspect the embedded Temporal server and its workers',
  usage: ['assay server start [--workers N]', 'assay server stop', 'assay server status [--json]'],
  details:
    'Its data lies in ASSAY_DATA_DIR, or ./assay-data. start is idempotent: it replaces what died and leaves the rest alone. stop ends the processes and keeps the data; runs go on at the next start.',
  options: [workersOption, jsonOption],
  examples: [
    { command: 'assay server start --workers 2', meaning: 'The server and two worker processes.' },
    { command: 'assay server status --json', meaning: 'Address, web UI and process ids.' },
    { command: 'assay server stop', meaning: 'End them; nothing is lost.' },
  ],
  run: async (context) => {
    const action = context.positionals[0] ?? 'status';
    if (action === 'start') return start(context);
    if (action === 'stop') return stop(context);
    if (action === 'status') return status(context);
    throw new EvalError(
      'spec-invalid',
      `No action of server is named "${action.slice(0, 60)}": expected ${ACTIONS.join(', ')}.${didYouMean(action, ACTIONS)}`,
    );
  },
};

async function start(context: CommandContext): Promise<number> {
  const { startStack } = await import('../../deploy/dev-server/start-stack.ts');
  const workers = numberValue(context.values, 'workers');
  const stack = await startStack({
    dataDirectory: await dataDirectoryOf(context),
    log: context.terminal.note,
    ...(workers === undefined ? {} : { workers }),
  });
  show(context, stack);
  return stack.state === 'stopped' ? EXIT.environment : EXIT.ok;
}

async function stop(context: CommandContext): Promise<number> {
  const { stopStack } = await import('../../deploy/dev-server/stop-stack.ts');
  const stack = await stopStack({
    dataDirectory: await dataDirectoryOf(context),
    log: context.terminal.note,
  });
  show(context, stack);
  return EXIT.ok;
}

/** Like `systemctl status`: only a healthy stack exits 0. */
async function status(context: CommandContext): Promise<number> {
  const { stackStatus } = await import('../../deploy/dev-server/stack-status.ts');
  const stack = await stackStatus(await dataDirectoryOf(context));
  show(context, stack);
  return stack.state === 'running' ? EXIT.ok : EXIT.environment;
}

async function dataDirectoryOf(context: CommandContext): Promise<string> {
  const { dataDirectoryFrom } = await import('../../deploy/dev-server/data-paths.ts');
  return dataDirectoryFrom(context.environment);
}

function show({ values, terminal }: CommandContext, stack: StackStatus): void {
  if (isOn(values, 'json')) {
    terminal.print(JSON.stringify(stack));
    return;
  }
  const life = (process: { readonly pid: number; readonly alive: boolean }) =>
    `process ${process.pid}${process.alive ? '' : ' (dead)'}`;
  const rows: [string, string][] = [
    ['state', stack.state],
    ['data', stack.dataDirectory],
    ['store', stack.store],
  ];
  if (stack.server !== null) {
    rows.push(
      ['server', life(stack.server)],
      ['address', stack.address ?? ''],
      ['web UI', stack.uiUrl ?? ''],
    );
  }
  for (const worker of stack.workers) rows.push([`worker (${worker.role})`, life(worker)]);
  terminal.print(textTable([{ title: 'Embedded stack' }, { title: '' }], rows));
  for (const problem of stack.problems) terminal.note(problem);
}
