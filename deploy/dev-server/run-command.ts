import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory?: string;
}

export interface CommandResult {
  /** `undefined` when the program was missing, killed or ran out of time. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** The operating system's code when the program could not be started, e.g. `ENOENT`, `EACCES`. */
  readonly startFailure: string | undefined;
}

/** More than any message a person reads; keeps a chatty build from filling the memory. */
const KEPT_CHARACTERS = 64 * 1024;

/** Runs a program to its end without a shell and never throws: every outcome is in the result. */
export function runCommand(
  program: string,
  programArguments: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.environment ?? process.env,
      cwd: options.workingDirectory,
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    const finish = (exitCode: number | null, startFailure?: string) => {
      clearTimeout(timer);
      resolve({ exitCode: exitCode ?? undefined, stdout, stderr, timedOut, startFailure });
    };
    child.stdout.on('data', (chunk) => (stdout = (stdout + String(chunk)).slice(-KEPT_CHARACTERS)));
    child.stderr.on('data', (chunk) => (stderr = (stderr + String(chunk)).slice(-KEPT_CHARACTERS)));
    child.on('error', (error: NodeJS.ErrnoException) => finish(null, error.code ?? error.message));
    // 'exit' would lose the last lines still in the pipe.
    child.on('close', (exitCode) => finish(exitCode));
  });
}
