import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

export interface CliResult {
  readonly args: readonly string[];
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly pid: number;
  readonly result: Promise<CliResult>;
  stdout(): string;
  stderr(): string;
  /** To the process alone, or to its whole group as a terminal does on Ctrl-C. */
  signal(name: NodeJS.Signals, to?: 'process' | 'group'): void;
}

/** A command that hangs must fail its own test, with its output, before the test times out. */
const TIMEOUT_MS = 90_000;

/** Starts a program as the leader of a process group of its own. */
export function startProcess(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly timeoutMs?: number;
  },
): CliProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? TIMEOUT_MS);
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ args, code, stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    result,
    stdout: () => stdout,
    stderr: () => stderr,
    signal: (name, to = 'process') =>
      void process.kill(to === 'group' ? -child.pid! : child.pid!, name),
  };
}

/** Everything a failed test needs to be understood. */
export function explain(result: CliResult): string {
  const { args, code, stdout, stderr } = result;
  return `${args.slice(1).join(' ')}\nended with ${String(code)}\n--- stdout\n${stdout.slice(-6_000)}\n--- stderr\n${stderr.slice(-6_000)}`;
}

export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`);
    await delay(100);
  }
}
