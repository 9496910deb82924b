import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dataPaths } from './data-paths.ts';
import { explainDiskError } from './explain-disk-error.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface ServerRecord extends ProcessIdentity {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  readonly binary: string;
  readonly dynamicConfig: Readonly<Record<string, string>>;
}

export interface WorkerRecord extends ProcessIdentity {
  /** Position from 1 on; names the log and the ready file. */
  readonly index: number;
  readonly role: string;
  readonly logFile: string;
  /** The server it was started for; a worker of another address is replaced. */
  readonly address: string;
}

export interface StackState {
  readonly version: 1;
  readonly dataDirectory: string;
  readonly startedAt: string;
  readonly server: ServerRecord | null;
  /** Kept while the server is down, so that a restart comes back under the same addresses. */
  readonly ports: { readonly port: number; readonly uiPort: number } | null;
  readonly wantedWorkers: number;
  readonly workers: readonly WorkerRecord[];
}

export interface StackStateReading {
  readonly state: StackState | undefined;
  readonly problem?: string;
}

/** A missing file is no state; a damaged or foreign one is no state and a problem to show. */
export async function readStackState(dataDirectory: string): Promise<StackStateReading> {
  const { stateFile } = dataPaths(dataDirectory);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(stateFile, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { state: undefined };
    }
    return { state: undefined, problem: `${stateFile} cannot be read and is ignored.` };
  }
  if (!isStackState(value)) {
    return { state: undefined, problem: `${stateFile} has an unknown layout and is ignored.` };
  }
  // A copied folder still names the processes of the original; they are not this folder's to stop.
  if (value.dataDirectory !== (await canonicalPath(dataDirectory))) {
    return {
      state: undefined,
      problem: `${stateFile} describes ${value.dataDirectory} and is ignored: the folder was copied or moved.`,
    };
  }
  return { state: value };
}

/** Atomic: a reader sees the old state or the new one. Only this user may read it. */
export async function writeStackState(state: StackState): Promise<void> {
  const { stateFile } = dataPaths(state.dataDirectory);
  const temporary = `${stateFile}.${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(state, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, stateFile);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explainDiskError(error, 'record the running stack', stateFile);
  }
}

export async function emptyStackState(dataDirectory: string): Promise<StackState> {
  return {
    version: 1,
    dataDirectory: await canonicalPath(dataDirectory),
    startedAt: new Date().toISOString(),
    server: null,
    ports: null,
    wantedWorkers: 1,
    workers: [],
  };
}

/** One name per folder, however it was reached: two names would mean two servers on one database. */
export async function canonicalPath(directory: string): Promise<string> {
  return realpath(directory).catch(() => resolve(directory));
}

function isStackState(value: unknown): value is StackState {
  const state = value as Partial<StackState> | null;
  return (
    state?.version === 1 &&
    typeof state.dataDirectory === 'string' &&
    typeof state.wantedWorkers === 'number' &&
    Array.isArray(state.workers) &&
    state.workers.every(isIdentity) &&
    (state.server === null ||
      (isIdentity(state.server) && typeof state.server?.address === 'string'))
  );
}

function isIdentity(value: Partial<ProcessIdentity> | null | undefined): boolean {
  return typeof value?.pid === 'number' && typeof value.startTime === 'string';
}
