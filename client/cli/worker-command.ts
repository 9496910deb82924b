import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { CommandOption } from '../../core/command-option.ts';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { Command } from './command.ts';

/** Read by the worker itself; they stand here for the help. */
const OPTIONS: readonly CommandOption[] = [
  {
    key: 'role',
    flags: ['--role'],
    kind: 'text',
    default: 'all',
    placeholder: 'ROLES',
    help: 'all, or a comma list of: control (workflows), cpu (plan, score, aggregate), api (inference against endpoints), gpu (holds models).',
    group: 'General',
  },
  {
    key: 'pool',
    flags: ['--pool'],
    kind: 'text',
    default: 'local',
    placeholder: 'NAME',
    help: 'Pool whose models this process holds.',
    group: 'General',
  },
  {
    key: 'slots',
    flags: ['--slots'],
    kind: 'integer',
    default: 1,
    placeholder: 'N',
    help: 'Models held at once: GPU groups of this host.',
    group: 'General',
  },
  {
    key: 'gpus',
    flags: ['--gpus'],
    kind: 'text',
    placeholder: 'GROUPS',
    help: 'GPU ids of each slot, such as "0,1;2,3".',
    defaultText: 'all, for each slot',
    group: 'General',
  },
  {
    key: 'plugin',
    flags: ['--plugin'],
    kind: 'names',
    placeholder: 'NAME',
    help: 'npm package with models, or its folder; may be repeated.',
    environment: 'ASSAY_PLUGINS',
    group: 'General',
  },
  {
    key: 'telemetry',
    flags: ['--telemetry'],
    kind: 'text',
    placeholder: 'URLS',
    help: 'prometheus://HOST:PORT and/or otlp+http://HOST:PORT, comma separated.',
    defaultText: 'off',
    environment: 'ASSAY_TELEMETRY',
    group: 'General',
  },
];

export const workerCommand: Command = {
  name: 'worker',
  summary: 'Run a worker process on this host',
  usage: ['assay worker [--role ROLES] [--pool NAME] [--slots N]'],
  details:
    'Connects to the server of TEMPORAL_ADDRESS (or a profile, or the embedded one) and works until it is stopped. SIGTERM hands unfinished work back; a killed worker loses nothing but calls in flight.',
  options: OPTIONS,
  passesArguments: true,
  examples: [
    { command: 'assay worker --role all', meaning: 'Everything in one process.' },
    {
      command: 'TEMPORAL_ADDRESS=temporal:7233 assay worker --role gpu --pool h200 --slots 8',
      meaning: 'Hold models of the pool h200 for a shared server.',
    },
  ],
  run: async ({ positionals }) => {
    const { findPackageRoot } = await import('../../deploy/dev-server/find-package-root.ts');
    const entry = join(findPackageRoot(), 'dist', 'workers', 'main.js');
    if (!existsSync(entry)) {
      throw new EvalError(
        'tool-missing',
        `Cannot start a worker: ${entry} is not built. Run \`npm run build\`.`,
      );
    }
    return runInForeground(process.execPath, [entry, ...positionals]);
  },
};

const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

function runInForeground(program: string, programArguments: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { stdio: 'inherit' });
    // Ctrl-C reaches the whole process group by itself; a second copy would mean "at once" to the worker.
    const forward = (signal: NodeJS.Signals) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const finish = () => {
      for (const signal of FORWARDED) process.off(signal, forward);
    };
    child.once('error', (error) => {
      finish();
      reject(
        new EvalError('tool-missing', `Cannot start a worker: ${messageOf(error)}.`, {
          cause: error,
        }),
      );
    });
    child.once('close', (code, signal) => {
      finish();
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}
