import { mkdir } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import { choosePorts } from './choose-ports.ts';
import { dataPaths } from './data-paths.ts';
import { explainDiskError } from './explain-disk-error.ts';
import { withFileLock } from './file-lock.ts';
import { findServerOnDatabase } from './find-server-on-database.ts';
import type { Log } from './log.ts';
import { isAlive, terminate } from './process-identity.ts';
import { registerOnServer } from './register-search-attributes.ts';
import { resolveTemporalBinary } from './resolve-temporal-binary.ts';
import { canonicalPath, emptyStackState, readStackState, writeStackState } from './stack-state.ts';
import type { ServerRecord, StackState, WorkerRecord } from './stack-state.ts';
import { stackStatus } from './stack-status.ts';
import type { StackStatus } from './stack-status.ts';
import { startServer } from './start-server.ts';
import { startWorker } from './start-worker.ts';
import { isHealthy } from './temporal-health.ts';

export interface StartStackOptions {
  readonly dataDirectory: string;
  readonly log: Log;
  /** How many worker processes to have at least. Default: as many as at the last start, else 1. */
  readonly workers?: number;
  /** Added to the environment of workers that are started now; running ones keep theirs. */
  readonly workerEnvironment?: Readonly<Record<string, string>>;
  /** Program and first arguments of a worker, for tests. */
  readonly workerCommand?: readonly string[];
  /** How long a worker may take to report ready. Default 30 s. */
  readonly workerReadyTimeoutMs?: number;
  /** A server that lives but is silent for this long hangs and is replaced. Default 10 s. */
  readonly serverAnswerTimeoutMs?: number;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** A hung server does not react to SIGTERM; its database is safe under SIGKILL. */
const HUNG_GRACE_MS = 1_000;
/** Another program may take the chosen port before the server does. */
const PORT_ATTEMPTS = 5;

/**
 * Brings the embedded stack of a data directory up: server, search attributes, workers. Repeating it
 * changes nothing that lives and replaces what died; two at once give one stack.
 */
export async function startStack(options: StartStackOptions): Promise<StackStatus> {
  await mkdir(options.dataDirectory, { recursive: true }).catch((error: unknown) => {
    throw explainDiskError(error, 'create the data folder', options.dataDirectory);
  });
  const directory = await canonicalPath(options.dataDirectory);
  const { stackLock, stateFile } = dataPaths(directory);
  const lock = { path: stackLock, purpose: 'starts the stack', log: options.log };
  return withFileLock(lock, async () => {
    const { state, problem } = await readStackState(directory);
    if (problem !== undefined) options.log(`${problem} Writing a new ${stateFile}.`);
    const previous = state ?? (await emptyStackState(directory));
    const stack = createRecorder({
      ...previous,
      // A stack left without workers on purpose must not make the next run wait for ever.
      wantedWorkers: options.workers ?? Math.max(1, previous.wantedWorkers),
    });
    const server = (await livingServer(stack, options)) ?? (await newServer(stack, options.log));
    await registerOnServer(server);
    await ensureWorkers(stack, server, options);
    return stackStatus(directory);
  });
}

interface Recorder {
  readonly current: () => StackState;
  readonly change: (change: Partial<StackState>) => Promise<void>;
}

/** Every change is on disk before the next step, so that a start that dies leaves nothing unnamed. */
function createRecorder(initial: StackState): Recorder {
  let state = initial;
  let lastWrite = Promise.resolve();
  return {
    current: () => state,
    change: (change) => {
      state = { ...state, ...change };
      const snapshot = state;
      // Workers start in parallel; an older state must not land on a newer one.
      lastWrite = lastWrite.catch(() => undefined).then(() => writeStackState(snapshot));
      return lastWrite;
    },
  };
}

async function livingServer(
  stack: Recorder,
  { log, serverAnswerTimeoutMs = ANSWER_TIMEOUT_MS }: StartStackOptions,
): Promise<ServerRecord | undefined> {
  const { server: recorded, dataDirectory } = stack.current();
  const server =
    recorded !== null && isAlive(recorded) ? recorded : findServerOnDatabase(dataDirectory);
  if (server === undefined) {
    if (recorded !== null)
      log(`The Temporal server (process ${recorded.pid}) died; starting it again.`);
    return undefined;
  }
  const deadline = Date.now() + serverAnswerTimeoutMs;
  while (isAlive(server) && Date.now() < deadline) {
    if (await isHealthy({ ...server, timeoutMs: Math.min(2_000, serverAnswerTimeoutMs) })) {
      await stack.change({ server });
      return server;
    }
  }
  log(`The Temporal server (process ${server.pid}) gives no answer; replacing it.`);
  if (await terminate(server, { graceMs: HUNG_GRACE_MS })) return undefined;
  throw new EvalError(
    'server-start-failed',
    `Cannot replace the Temporal server: process ${server.pid} survived SIGKILL and still holds the database. It may hang in a disk access or belong to another user; end it by hand.`,
    { data: { reason: 'old-server-alive' } },
  );
}

async function newServer(stack: Recorder, log: Log): Promise<ServerRecord> {
  const binary = await resolveTemporalBinary({ log });
  const { dataDirectory, ports: lastPorts } = stack.current();
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(lastPorts ?? undefined);
    log(`Starting the Temporal server ${binary.serverVersion} on 127.0.0.1:${ports.port}.`);
    try {
      return await startServer({
        binary: binary.path,
        dataDirectory,
        ports,
        onSpawned: (server) => stack.change({ server, ports, startedAt: new Date().toISOString() }),
      });
    } catch (error) {
      // What went wrong first matters more than a record that a full disk refuses.
      await stack.change({ server: null }).catch(() => undefined);
      const isPortBusy = error instanceof EvalError && error.data['reason'] === 'port-busy';
      if (!isPortBusy || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function ensureWorkers(
  stack: Recorder,
  server: ServerRecord,
  options: StartStackOptions,
): Promise<void> {
  const known = stack.current().workers;
  const strays = known.filter((worker) => isAlive(worker) && worker.address !== server.address);
  await Promise.all(strays.map((worker) => terminate(worker, { graceMs: 5_000 })));
  const living = known.filter((worker) => isAlive(worker));
  if (living.length < known.length) {
    options.log(`${known.length - living.length} worker(s) ended; replacing them.`);
  }
  const missing = freeIndexes(living, stack.current().wantedWorkers);
  if (missing.length > 0) options.log(`Starting ${missing.length} worker(s).`);
  await stack.change({ workers: living });
  const outcomes = await Promise.allSettled(
    missing.map((index) =>
      startWorker({
        index,
        dataDirectory: stack.current().dataDirectory,
        server,
        workerCommand: options.workerCommand,
        workerEnvironment: options.workerEnvironment,
        readyTimeoutMs: options.workerReadyTimeoutMs,
        onSpawned: (worker) => stack.change({ workers: [...stack.current().workers, worker] }),
      }),
    ),
  );
  await stack.change({ workers: stack.current().workers.filter(isAlive) });
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Surplus workers are left alone: they may hold work. */
function freeIndexes(living: readonly WorkerRecord[], wanted: number): number[] {
  const taken = living.map(({ index }) => index);
  const free: number[] = [];
  for (let index = 1; living.length + free.length < wanted; index += 1) {
    if (!taken.includes(index)) free.push(index);
  }
  return free;
}
