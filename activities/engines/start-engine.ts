import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { ArgumentReader } from '../models/read-arguments.ts';
import { engineEnvironment } from './engine-environment.ts';
import type { EngineHost } from './engine-host.ts';
import type { EngineLaunch, EngineProfile } from './engine-profile.ts';
import { endOrphans, removeEngineRecord, writeEngineRecord } from './engine-records.ts';
import { endTree, ENGINE_TOKEN } from './engine-tree.ts';
import { findFreePort } from './free-port.ts';
import { logTail } from './log-tail.ts';
import { waitUntilHealthy } from './wait-until-healthy.ts';

/** What an engine is given to finish its requests before it is ended. */
const GRACE_MS = 10_000;

export interface StartEngineOptions {
  readonly profile: EngineProfile;
  readonly args: ArgumentReader;
  readonly model: string;
  readonly servedName: string;
  readonly host: EngineHost;
  readonly hubToken: string | undefined;
  readonly startupTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

export interface RunningEngine {
  readonly baseUrl: string;
  /** Resolves with the reason when the engine ends without being told to. */
  readonly died: Promise<EvalError>;
  stop(): Promise<void>;
}

/** Starts a server of its own for one model on this host, and returns once it answers. */
export async function startEngine(options: StartEngineOptions): Promise<RunningEngine> {
  const { profile, host, log, signal } = options;
  await endOrphans(host, log);
  const gpus = host.takeGpus();
  const token = randomUUID();
  const logFile = join(host.folder, `${profile.id}-${token.slice(0, 8)}.log`);
  let child: ChildProcess | undefined;
  let isStopping = false;
  const stop = async (): Promise<void> => {
    isStopping = true;
    const leader = child?.pid === undefined ? undefined : host.identify(child.pid);
    const isGone = await endTree(host, { token, leader }, GRACE_MS);
    // A record that stays lets the next lease try again.
    if (isGone) removeEngineRecord(host, token);
    gpus?.giveBack();
  };
  try {
    const port = await findFreePort();
    const launch: EngineLaunch = {
      model: options.model,
      servedName: options.servedName,
      host: '127.0.0.1',
      port,
      gpus: gpus?.ids,
    };
    writeEngineRecord(host, { token, engine: profile.id, owner: host.self });
    child = run(options, launch, { token, logFile });
    const exited = exitOf(child, profile, logFile);
    const leader = child.pid === undefined ? undefined : host.identify(child.pid);
    if (leader) writeEngineRecord(host, { token, engine: profile.id, owner: host.self, leader });
    log(`Starting ${profile.id} for ${options.servedName} (log: ${logFile}).`);
    const origin = `http://127.0.0.1:${port}`;
    await waitUntilHealthy({
      url: `${origin}${profile.healthPath}`,
      timeoutMs: options.startupTimeoutMs,
      exited,
      signal,
      onTimeout: () =>
        failure(profile, `it was not ready after ${options.startupTimeoutMs / 1000} s`, logFile),
    });
    const died = exited.then((reason) =>
      isStopping
        ? new Promise<never>(() => {})
        : // It has run, so it can run again: the next attempt of the lease starts it.
          new EvalError(reason.code, reason.message, { retry: 'backoff' }),
    );
    return { baseUrl: `${origin}/v1`, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function run(
  { profile, args, host, hubToken }: StartEngineOptions,
  launch: EngineLaunch,
  { token, logFile }: { readonly token: string; readonly logFile: string },
): ChildProcess {
  const [program = '', ...leading] = commandOf(profile, host);
  mkdirSync(host.folder, { recursive: true });
  const output = openSync(logFile, 'a', 0o600);
  try {
    return spawn(program, [...leading, ...profile.commandLine(args, launch)], {
      // A group of its own: Ctrl-C in the worker's terminal must not end it before its requests.
      detached: true,
      stdio: ['ignore', output, output],
      env: {
        ...engineEnvironment(host.environment),
        ...(hubToken === undefined ? {} : { HF_TOKEN: hubToken }),
        ...(launch.gpus === undefined ? {} : { CUDA_VISIBLE_DEVICES: launch.gpus.join(',') }),
        ...profile.environment?.(args, launch),
        [ENGINE_TOKEN]: token,
      },
    });
  } finally {
    closeSync(output);
  }
}

/** The operator's own program, as in ASSAY_VLLM_COMMAND="/opt/vllm/bin/vllm serve". */
function commandOf(profile: EngineProfile, host: EngineHost): readonly string[] {
  const named = host.environment[`ASSAY_${profile.id.toUpperCase()}_COMMAND`]?.trim();
  return named === undefined || named === '' ? profile.command : named.split(/\s+/);
}

function exitOf(child: ChildProcess, profile: EngineProfile, logFile: string): Promise<EvalError> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      const reason = isMissing ? `the program ${child.spawnfile} is not there` : messageOf(error);
      resolve(failure(profile, reason, logFile));
    });
    child.once('exit', (code, signal) => {
      resolve(failure(profile, `it ended with ${signal ?? `exit code ${code}`}`, logFile));
    });
  });
}

function failure(profile: EngineProfile, reason: string, logFile: string): EvalError {
  const tail = logTail(logFile);
  const said = tail === '' ? 'It printed nothing.' : `Its last lines:\n${tail}`;
  return new EvalError(
    'model-load-failed',
    `The engine ${profile.id} does not run: ${reason}. ${said}\nThe whole log is ${logFile}. If it is not installed: ${profile.install}; another program is named by ASSAY_${profile.id.toUpperCase()}_COMMAND.`,
  );
}
