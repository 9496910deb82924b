import { existsSync } from 'node:fs';
import { EvalError, isEvalError } from '../../core/errors.ts';
import { dataPaths } from './data-paths.ts';
import { withFileLock } from './file-lock.ts';
import { findServerOnDatabase } from './find-server-on-database.ts';
import type { Log } from './log.ts';
import { isAlive, terminate } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { canonicalPath, readStackState, writeStackState } from './stack-state.ts';
import { stackStatus } from './stack-status.ts';
import type { StackStatus } from './stack-status.ts';

export interface StopStackOptions {
  readonly dataDirectory: string;
  readonly log: Log;
  /** Time for workers to hand back their work after SIGTERM. Default 20 s. */
  readonly workerGraceMs?: number;
}

const WORKER_GRACE_MS = 20_000;
const SERVER_GRACE_MS = 10_000;

/** Ends the workers, then the server, and nothing else; the data stays and a start goes on from it. */
export async function stopStack(options: StopStackOptions): Promise<StackStatus> {
  const directory = await canonicalPath(options.dataDirectory);
  const { stackLock } = dataPaths(directory);
  if (!existsSync(directory)) return stackStatus(directory);
  const lock = { path: stackLock, purpose: 'stops the stack', log: options.log };
  try {
    await withFileLock(lock, () => stopProcesses(directory, options));
  } catch (error) {
    // On a full disk nothing can be noted down, and stopping is what people then want most.
    if (!isDiskFull(error)) throw error;
    options.log(error.message);
    await stopProcesses(directory, options);
  }
  return stackStatus(directory);
}

async function stopProcesses(directory: string, options: StopStackOptions): Promise<void> {
  const { state } = await readStackState(directory);
  const workers = (state?.workers ?? []).filter(isAlive);
  if (workers.length > 0) options.log(`Stopping ${workers.length} worker(s).`);
  const graceMs = options.workerGraceMs ?? WORKER_GRACE_MS;
  await Promise.all(workers.map((worker) => end('worker', worker, graceMs)));
  const recorded = state?.server && isAlive(state.server) ? state.server : undefined;
  const server = recorded ?? findServerOnDatabase(directory);
  if (server !== undefined) {
    options.log('Stopping the Temporal server.');
    await end('Temporal server', server, SERVER_GRACE_MS);
  }
  if (state === undefined) return;
  try {
    await writeStackState({ ...state, server: null, workers: [] });
  } catch (error) {
    // The old record then names processes that are gone, which every reader sees.
    if (!isDiskFull(error)) throw error;
  }
}

function isDiskFull(error: unknown): error is EvalError {
  return isEvalError(error) && error.code === 'store-full';
}

async function end(what: string, identity: ProcessIdentity, graceMs: number): Promise<void> {
  if (await terminate(identity, { graceMs })) return;
  throw new EvalError(
    'internal',
    `Cannot stop the ${what}: process ${identity.pid} survived SIGKILL. It may hang in a disk access or belong to another user; end it by hand.`,
  );
}
