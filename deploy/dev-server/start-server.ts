import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EvalError } from '../../core/errors.ts';
import type { PortPair } from './choose-ports.ts';
import { dataPaths } from './data-paths.ts';
import { explainDiskError, requireFreeSpace } from './explain-disk-error.ts';
import { explainServerFailure } from './explain-server-failure.ts';
import { openLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import { readProcessIdentity, terminate } from './process-identity.ts';
import type { ServerRecord } from './stack-state.ts';
import { isHealthy } from './temporal-health.ts';

export interface StartServerOptions {
  readonly binary: string;
  readonly dataDirectory: string;
  readonly ports: PortPair;
  /** `memory` forgets everything at stop; only for tests. Default `file`. */
  readonly database?: 'file' | 'memory';
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  /** Default 60 s: a cold binary and a large database on a busy two-core host. */
  readonly healthTimeoutMs?: number;
  /** Called as soon as the process exists, so that a caller who dies can find it again. */
  readonly onSpawned?: (server: ServerRecord) => Promise<void>;
}

export const EMBEDDED_NAMESPACE = 'default';
/**
 * The development server has one history shard, which polls its queue 20 times a second by default and
 * so adds 50 ms to every step; fairness keys are ignored unless switched on. Worker Deployments are on
 * by default in every server we accept.
 */
const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  'history.transferProcessorMaxPollRPS': '2000',
  'matching.enableFairness': 'true',
};
/**
 * Write-ahead log without a flush per transaction: three times faster, safe when the process dies; a
 * power cut may lose the last seconds of histories, never a stored result.
 */
const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=off'];
const HEALTH_POLL_MS = 50;
const LOG_LINES = 12;

/** Starts a detached development server and resolves when it answers. */
export async function startServer(options: StartServerOptions): Promise<ServerRecord> {
  const paths = dataPaths(options.dataDirectory);
  await mkdir(paths.logDirectory, { recursive: true }).catch((error: unknown) => {
    throw explainDiskError(error, 'create the data folder', paths.dataDirectory);
  });
  await requireFreeSpace(paths.dataDirectory, 'start the Temporal server');
  const log = openLogFile(paths.serverLog);
  try {
    const child = launch(options, log);
    const server = await record(child, options);
    try {
      await options.onSpawned?.(server);
      await waitUntilHealthy({ child, server, options, log });
    } catch (error) {
      await terminate(server, { graceMs: 2_000 });
      throw error;
    }
    return server;
  } finally {
    log.close();
  }
}

function launch(options: StartServerOptions, log: LogFile): ChildProcess {
  const child = spawn(options.binary, serverArguments(options), {
    cwd: options.dataDirectory,
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
    env: withoutTemporalVariables(),
  });
  child.unref();
  return child;
}

function serverArguments(options: StartServerOptions): string[] {
  const { ports, database = 'file' } = options;
  const settings = { ...SERVER_SETTINGS, ...options.dynamicConfig };
  return [
    'server start-dev --ip 127.0.0.1 --log-level warn'.split(' '),
    ['--port', String(ports.port), '--ui-port', String(ports.uiPort)],
    ['--namespace', EMBEDDED_NAMESPACE],
    database === 'file' ? ['--db-filename', databaseArgument(options.dataDirectory)] : [],
    database === 'file' ? SQLITE_PRAGMAS.flatMap((text) => ['--sqlite-pragma', text]) : [],
    Object.entries(settings).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${value}`,
    ]),
  ].flat();
}

/**
 * The server puts this path into a `file:` address unescaped, so `?`, `#` and `%` in a folder name
 * would make it open another file; the name alone, from inside the folder, is always safe.
 */
function databaseArgument(dataDirectory: string): string {
  const { database } = dataPaths(dataDirectory);
  return /[?#%]/.test(dirname(database)) ? basename(database) : database;
}

/** A profile or API key meant for another server must not reach this one. */
function withoutTemporalVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')),
  );
}

async function record(child: ChildProcess, options: StartServerOptions): Promise<ServerRecord> {
  const { binary, ports } = options;
  const startFailure = await new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve);
    child.once('spawn', () => resolve(undefined));
  });
  if (startFailure !== undefined || child.pid === undefined) {
    throw new EvalError(
      'server-start-failed',
      `Cannot start the Temporal server: ${binary} does not run (${startFailure?.message ?? 'no process'}). Delete that file and start again to install it anew.`,
      { data: { reason: 'binary-broken' }, cause: startFailure },
    );
  }
  return {
    pid: child.pid,
    startTime: readProcessIdentity(child.pid)?.startTime ?? 'gone',
    address: `127.0.0.1:${ports.port}`,
    namespace: EMBEDDED_NAMESPACE,
    uiUrl: `http://127.0.0.1:${ports.uiPort}`,
    binary,
    dynamicConfig: { ...SERVER_SETTINGS, ...options.dynamicConfig },
  };
}

interface Waiting {
  readonly child: ChildProcess;
  readonly server: ServerRecord;
  readonly options: StartServerOptions;
  readonly log: LogFile;
}

async function waitUntilHealthy({ child, server, options, log }: Waiting): Promise<void> {
  const timeoutMs = options.healthTimeoutMs ?? 60_000;
  const deadline = Date.now() + timeoutMs;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ending = new Promise<false>((resolve) => child.once('exit', () => resolve(false)));
  while (!hasEnded() && Date.now() < deadline) {
    const healthy = await Promise.race([isHealthy({ ...server, timeoutMs: 2_000 }), ending]);
    // Checked again: the answer may come from a stranger on the port this process failed to get.
    if (healthy && !hasEnded()) return;
    await delay(HEALTH_POLL_MS);
  }
  const ended = child.signalCode ?? child.exitCode;
  throw explainServerFailure({
    outcome:
      Date.now() >= deadline
        ? `gave no answer in ${timeoutMs / 1000} s`
        : child.signalCode === null
          ? `exited with ${String(ended)}`
          : `was killed by ${String(ended)}`,
    logTail: log.tail(LOG_LINES),
    logFile: log.path,
    database: dataPaths(options.dataDirectory).database,
    port: options.ports.port,
  });
}
