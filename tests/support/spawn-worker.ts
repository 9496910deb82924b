import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface SpawnedWorker {
  readonly pid: number;
  readonly logFile: string;
  isAlive(): boolean;
  log(): string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an orchestrator does. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
const MAIN = fileURLToPath(new URL('../../dist/workers/main.js', import.meta.url));

/** A real worker process of the compiled product. */
export async function spawnWorker(options: {
  readonly address: string;
  readonly folder: string;
  readonly name: string;
  readonly roles: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<SpawnedWorker> {
  const { folder, name } = options;
  const ready = join(folder, `${name}.ready`);
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [MAIN, '--role', options.roles, '--data-dir', folder, '--ready-file', ready],
    {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: { ...process.env, TEMPORAL_ADDRESS: options.address, ...options.environment },
    },
  );
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  // A test run that dies must not leave workers behind.
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const end = async (signal: NodeJS.Signals) => {
    process.removeListener('exit', killAtExit);
    if (isAlive()) child.kill(signal);
    await exited;
  };
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!existsSync(ready)) {
    if (!isAlive() || Date.now() > deadline) {
      throw new Error(`The worker ${name} did not get ready:\n${readFileSync(logFile, 'utf8')}`);
    }
    await delay(50);
  }
  return {
    pid: child.pid!,
    logFile,
    isAlive,
    log: () => readFileSync(logFile, 'utf8'),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
