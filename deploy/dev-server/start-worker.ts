import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EvalError } from '../../core/errors.ts';
import { dataPaths } from './data-paths.ts';
import { explainDiskError } from './explain-disk-error.ts';
import { findPackageRoot } from './find-package-root.ts';
import { openLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import { readProcessIdentity, terminate } from './process-identity.ts';
import type { ServerRecord, WorkerRecord } from './stack-state.ts';

export interface StartWorkerOptions {
  readonly index: number;
  readonly dataDirectory: string;
  readonly server: ServerRecord;
  /** Program and first arguments; default: this Node with the compiled worker entry. */
  readonly workerCommand?: readonly string[] | undefined;
  readonly workerEnvironment?: Readonly<Record<string, string>> | undefined;
  readonly readyTimeoutMs?: number | undefined;
  /** Called as soon as the process exists, so that a caller who dies can find it again. */
  readonly onSpawned: (worker: WorkerRecord) => Promise<void>;
}

const ROLE = 'all';
/** Loading the native runtime and the bundle takes 2 s alone and 10 s on a busy two-core host. */
const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 50;
const LOG_LINES = 20;

/** Spawns one detached worker and resolves when its ready file names it. */
export async function startWorker(options: StartWorkerOptions): Promise<WorkerRecord> {
  const paths = dataPaths(options.dataDirectory);
  const readyFile = join(paths.workerDirectory, `${options.index}.ready`);
  await mkdir(paths.workerDirectory, { recursive: true }).catch((error: unknown) => {
    throw explainDiskError(error, 'create the worker folder', paths.workerDirectory);
  });
  await rm(readyFile, { force: true });
  const log = openLogFile(join(paths.logDirectory, `worker-${options.index}.log`));
  const [program = process.execPath, ...first] = options.workerCommand ?? defaultCommand();
  const child = spawn(
    program,
    [
      first,
      ['--role', ROLE, '--pool', 'local'],
      ['--data-dir', paths.dataDirectory, '--ready-file', readyFile],
    ].flat(),
    {
      detached: true,
      stdio: ['ignore', log.descriptor, log.descriptor],
      env: workerVariables(options),
    },
  );
  child.unref();
  try {
    const startFailure = await new Promise<Error | undefined>((resolve) => {
      child.once('error', resolve);
      child.once('spawn', () => resolve(undefined));
    });
    const pid = child.pid ?? 0;
    const worker: WorkerRecord = {
      pid,
      startTime: readProcessIdentity(pid)?.startTime ?? 'gone',
      index: options.index,
      role: ROLE,
      logFile: log.path,
      address: options.server.address,
    };
    if (startFailure !== undefined) throw failure(worker, startFailure.message, '');
    try {
      await options.onSpawned(worker);
      await waitUntilReady({ child, worker, readyFile, log, timeoutMs: options.readyTimeoutMs });
    } catch (error) {
      await terminate(worker, { graceMs: 2_000 });
      throw error;
    }
    return worker;
  } finally {
    log.close();
  }
}

interface Waiting {
  readonly child: ChildProcess;
  readonly worker: WorkerRecord;
  readonly readyFile: string;
  readonly log: LogFile;
  readonly timeoutMs: number | undefined;
}

async function waitUntilReady(waiting: Waiting): Promise<void> {
  const { child, worker, readyFile, log, timeoutMs = READY_TIMEOUT_MS } = waiting;
  const deadline = Date.now() + timeoutMs;
  while (child.exitCode === null && child.signalCode === null) {
    if ((await pidIn(readyFile)) === worker.pid) return;
    if (Date.now() >= deadline) {
      throw failure(worker, `was not ready after ${timeoutMs / 1000} s`, log.tail(LOG_LINES));
    }
    await delay(READY_POLL_MS);
  }
  const outcome = `ended with ${String(child.signalCode ?? child.exitCode)}`;
  throw failure(worker, outcome, log.tail(LOG_LINES));
}

function defaultCommand(): readonly string[] {
  return [process.execPath, join(findPackageRoot(), 'dist', 'workers', 'main.js')];
}

/** Settings for another server, also those in a profile file, must not leak into this connection. */
function workerVariables(options: StartWorkerOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries({ ...process.env, ...options.workerEnvironment });
  return {
    ...Object.fromEntries(inherited.filter(([name]) => !name.startsWith('TEMPORAL_'))),
    TEMPORAL_ADDRESS: options.server.address,
    TEMPORAL_NAMESPACE: options.server.namespace,
    // A file that is absent is no file; one that is empty makes the loader fail.
    TEMPORAL_CONFIG_FILE: join(
      dataPaths(options.dataDirectory).workerDirectory,
      'no-profiles.toml',
    ),
    ASSAY_DATA_DIR: options.dataDirectory,
  };
}

async function pidIn(readyFile: string): Promise<number | undefined> {
  try {
    const digits = /\d+/.exec(await readFile(readyFile, 'utf8'));
    return digits === null ? undefined : Number(digits[0]);
  } catch {
    return undefined;
  }
}

function failure(worker: WorkerRecord, outcome: string, logTail: string): EvalError {
  const tail = logTail.trim() === '' ? '' : `\nEnd of ${worker.logFile}:\n${logTail}`;
  return new EvalError(
    'server-start-failed',
    `Cannot start worker ${worker.index}: it ${outcome}. Read ${worker.logFile}, then start again; \`assay doctor\` checks what a worker needs.${tail}`,
    { data: { reason: 'worker-failed' } },
  );
}
