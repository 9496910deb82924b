import type { CommandOption } from '../../core/command-option.ts';
import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Command, CommandContext } from './command.ts';
import { openSession } from './evaluation-session.ts';
import type { EvaluationSession } from './evaluation-session.ts';
import { EXIT } from './exit-code.ts';
import { followAndPrint } from './follow-and-print.ts';
import { detachedText } from './follow-run.ts';
import { jsonOption } from './json-option.ts';
import { isOn, numberValue } from './option-values.ts';
import { printResult } from './print-result.ts';
import { runDetails, runTable } from './run-tables.ts';

const OPTIONS: readonly CommandOption[] = [
  {
    key: 'limit',
    flags: ['--limit'],
    kind: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 20,
    placeholder: 'N',
    help: 'Newest runs to list.',
    group: 'General',
  },
  {
    key: 'wait',
    flags: ['--wait'],
    offFlags: ['--detach'],
    kind: 'boolean',
    default: false,
    help: 'With show and resume: watch the run to its end.',
    group: 'General',
  },
  {
    key: 'retry_failed',
    flags: ['--retry_failed'],
    kind: 'boolean',
    default: false,
    help: 'With resume: ask again for documents that failed.',
    group: 'General',
  },
  jsonOption,
];

type Action = (context: CommandContext, session: EvaluationSession) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = {
  list,
  show,
  resume,
  cancel,
  pause: (context, session) =>
    control(context, (runId) => session.client.pause(runId), 'is paused; calls in flight finish'),
  continue: (context, session) =>
    control(context, (runId) => session.client.continue(runId), 'goes on'),
  'set-concurrency': setConcurrency,
};

export const runsCommand: Command = {
  name: 'runs',
  summary: 'List and steer evaluations',
  usage: [
    'assay runs [list] [--limit N]',
    'assay runs show ID [--wait]',
    'assay runs pause|continue ID',
    'assay runs cancel ID [TASK]',
    'assay runs resume ID [--retry_failed] [--wait]',
    'assay runs set-concurrency ID N',
  ],
  details:
    'pause lets calls in flight finish and starts no more; continue ends the pause. cancel ends a run or one of its tasks; resume starts a run that failed or was cancelled again and asks only for what is missing.',
  options: OPTIONS,
  examples: [
    { command: 'assay runs', meaning: 'The newest runs with their progress.' },
    {
      command: 'assay runs show 20260102-030405-7k3f9q --wait',
      meaning: 'Watch a run again after Ctrl-C.',
    },
    {
      command: 'assay runs resume 20260102-030405-7k3f9q --retry_failed',
      meaning: 'Ask again for what failed.',
    },
    {
      command: 'assay runs set-concurrency 20260102-030405-7k3f9q 16',
      meaning: 'Model calls in flight per worker process.',
    },
  ],
  run: async (context) => {
    const name = context.positionals[0] ?? 'list';
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) {
      const names = Object.keys(ACTIONS);
      throw new EvalError(
        'spec-invalid',
        `No action of runs is named "${name.slice(0, 60)}": expected ${names.join(', ')}.${didYouMean(name, names)}`,
      );
    }
    if (name !== 'list') runIdOf(context);
    const session = await openSession({
      environment: context.environment,
      log: context.terminal.note,
      mayStart: name === 'resume',
    });
    try {
      return await action(context, session);
    } finally {
      await session.close();
    }
  },
};

async function list({ values, terminal }: CommandContext, session: EvaluationSession) {
  const runs = await session.client.list(numberValue(values, 'limit') ?? 20);
  if (isOn(values, 'json')) terminal.print(JSON.stringify(runs));
  else if (runs.length === 0) terminal.print('There are no runs yet. Start one with `assay eval`.');
  else terminal.print(runTable(runs, Date.now()));
  return EXIT.ok;
}

async function show(context: CommandContext, session: EvaluationSession): Promise<number> {
  const { values, terminal } = context;
  const runId = runIdOf(context);
  if (isOn(values, 'wait')) return followAndPrint(context, session, runId);
  const description = await session.client.describe(runId);
  const isOver = description.status !== 'running' && description.status !== 'paused';
  const result = isOver ? await session.client.result(runId) : undefined;
  if (isOn(values, 'json')) {
    terminal.print(JSON.stringify({ ...description, results: result?.results ?? null }));
    return EXIT.ok;
  }
  terminal.print(runDetails(description, Date.now()));
  if (result !== undefined) {
    terminal.print('');
    printResult(terminal, { runId, result, exported: [], showConfig: false });
  }
  return EXIT.ok;
}

async function resume(context: CommandContext, session: EvaluationSession): Promise<number> {
  const runId = runIdOf(context);
  const { secretNames } = await session.client.describe(runId);
  await session.shareSecrets(secretNames);
  await session.client.resume(runId, { retryFailed: isOn(context.values, 'retry_failed') });
  if (isOn(context.values, 'wait')) return followAndPrint(context, session, runId);
  return confirm(context, runId, 'goes on', detachedText(runId));
}

async function cancel(context: CommandContext, session: EvaluationSession): Promise<number> {
  const task = context.positionals[2];
  const words =
    task === undefined ? 'is cancelled; resume goes on with it' : `: ${task} is cancelled`;
  return control(context, (runId) => session.client.cancel(runId, task), words);
}

async function setConcurrency(context: CommandContext, session: EvaluationSession) {
  const text = context.positionals[2] ?? '';
  const concurrency = Number(text);
  if (!/^\d+$/.test(text) || concurrency < 1 || concurrency > 10_000) {
    throw new EvalError(
      'spec-invalid',
      `set-concurrency takes a run id and a number from 1 to 10000, but got "${text.slice(0, 40)}": assay runs set-concurrency ID 16.`,
    );
  }
  const words = `has ${concurrency} model calls in flight per worker process`;
  return control(context, (runId) => session.client.setConcurrency(runId, concurrency), words);
}

async function control(
  context: CommandContext,
  act: (runId: string) => Promise<void>,
  words: string,
): Promise<number> {
  const runId = runIdOf(context);
  await act(runId);
  return confirm(context, runId, words);
}

function confirm(context: CommandContext, runId: string, words: string, more = ''): number {
  const { terminal, values, positionals } = context;
  if (isOn(values, 'json'))
    terminal.print(JSON.stringify({ runId, action: positionals[0], ok: true }));
  else terminal.print(`The run ${runId} ${words}.${more === '' ? '' : `\n${more}`}`);
  return EXIT.ok;
}

function runIdOf(context: CommandContext): string {
  const runId = context.positionals[1];
  if (runId !== undefined && runId !== '') return runId;
  throw new EvalError(
    'spec-invalid',
    `${context.positionals[0] ?? 'This action'} needs the id of a run: \`assay runs list\` shows them.`,
  );
}
