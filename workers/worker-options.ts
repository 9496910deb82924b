import { parseArgs } from 'node:util';
import { hostname } from 'node:os';
import { EvalError } from '../core/errors.ts';
import { PLUGINS_VARIABLE, pluginNames } from '../tasks/plugin-packages.ts';

export type WorkerRole = 'control' | 'cpu' | 'api' | 'gpu';
const ROLES: readonly WorkerRole[] = ['control', 'cpu', 'api', 'gpu'];

export interface WorkerSettings {
  readonly roles: readonly WorkerRole[];
  /** Name of the GPU pool whose leases this process takes. */
  readonly pool: string;
  /** Leases held at once: GPU groups of this host. */
  readonly slots: number;
  /** GPU groups, one per slot: `0,1;2,3`. */
  readonly gpus: string | undefined;
  /** Written with pid and build id once every queue is polled. */
  readonly readyFile: string | undefined;
  /** Folder of the embedded stack, for secrets given by name. */
  readonly dataDirectory: string | undefined;
  readonly telemetry: string | undefined;
  /** Packages whose models this process may load. */
  readonly plugins: readonly string[];
  readonly identity: string;
}

export const WORKER_HELP = `Usage: assay worker [--role ROLES] [--pool NAME] [--slots N]

Runs one worker process against the Temporal server of TEMPORAL_ADDRESS (or the embedded one).

  --role ROLES       all, or a comma list of: control (workflows), cpu (plan, score, aggregate),
                     api (inference against endpoints), gpu (holds models)      [all]
  --pool NAME        GPU pool whose leases this process takes                    [local]
  --slots N          models held at once: GPU groups of this host                [1]
  --gpus GROUPS      GPU ids of each slot, such as 0,1;2,3                       [all, for each]
  --telemetry URLS   prometheus://HOST:PORT and/or otlp+http://HOST:PORT, comma separated
  --plugin NAME      npm package with models, or its folder; also ASSAY_PLUGINS=a,b
  --data-dir DIR     folder of the embedded stack
  --ready-file FILE  written once every queue is polled

Examples:
  assay worker --role gpu --pool a100 --slots 8
  TEMPORAL_ADDRESS=temporal:7233 assay worker --role control,cpu,api
`;

export function parseWorkerOptions(argv: readonly string[]): WorkerSettings {
  const { values } = parse(argv);
  const slots = Number(values.slots);
  if (!Number.isInteger(slots) || slots < 1) {
    throw invalid('--slots', values.slots, 'a whole number of at least 1');
  }
  const roles = rolesOf(values.role);
  return {
    roles,
    pool: values.pool,
    slots,
    gpus: values.gpus,
    readyFile: values['ready-file'],
    dataDirectory: values['data-dir'],
    telemetry: values.telemetry ?? process.env['ASSAY_TELEMETRY'],
    plugins: pluginNames([...values.plugin, process.env[PLUGINS_VARIABLE]]),
    identity: `${hostname()}/${process.pid}/${roles.join('+')}`,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        role: { type: 'string', default: 'all' },
        pool: { type: 'string', default: 'local' },
        slots: { type: 'string', default: '1' },
        gpus: { type: 'string' },
        'ready-file': { type: 'string' },
        'data-dir': { type: 'string' },
        telemetry: { type: 'string' },
        plugin: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (cause) {
    throw new EvalError(
      'spec-invalid',
      `Cannot start a worker: ${cause instanceof Error ? cause.message : String(cause)}. See assay worker --help.`,
      { cause },
    );
  }
}

function rolesOf(given: string): WorkerRole[] {
  if (given === 'all') return [...ROLES];
  const roles = given.split(',').map((role) => role.trim());
  for (const role of roles) {
    if (!ROLES.includes(role as WorkerRole)) {
      throw invalid('--role', role, `all, or some of ${ROLES.join(', ')}`);
    }
  }
  return roles as WorkerRole[];
}

function invalid(option: string, given: string, expected: string): EvalError {
  return new EvalError(
    'spec-invalid',
    `Cannot start a worker: ${option} is ${JSON.stringify(given)}, expected ${expected}.`,
  );
}
