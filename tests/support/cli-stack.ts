import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { randomPorts } from '../../deploy/dev-server/choose-ports.ts';
import { emptyStackState, writeStackState } from '../../deploy/dev-server/stack-state.ts';
import type { StackStatus } from '../../deploy/dev-server/stack-status.ts';
import { explain, startProcess, type CliProcess, type CliResult } from './cli-process.ts';

const MAIN = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));
/** What the shell of a person may hold and a test must not depend on. */
const FOREIGN = /^(TEMPORAL_|OPENAI_|AWS_|HF_|ASSAY_(?!CACHE_DIR))/;

export interface CliStack {
  /** Working directory of the commands; goes away with the stack. */
  readonly folder: string;
  readonly dataDirectory: string;
  /** Variables of every command from now on. */
  readonly environment: Record<string, string>;
  /** Runs `assay ARGS` and expects an exit code, else fails with all output and the workers' logs. */
  run(code: number, ...args: readonly string[]): Promise<CliResult>;
  /** The same with further variables for this command alone. */
  runWith(
    environment: Readonly<Record<string, string>>,
    code: number,
    ...args: readonly string[]
  ): Promise<CliResult>;
  start(...args: readonly string[]): CliProcess;
  status(): Promise<StackStatus>;
  /** The end of every log of the stack. */
  logs(): string;
  /** Stops the stack, removes the folder, and fails when a process of it is left. */
  dispose(): Promise<void>;
}

/** A data folder of its own for real `assay` processes, on ports that nobody else uses. */
export async function createCliStack(options: { dataDirectory?: string } = {}): Promise<CliStack> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assay-cli-')));
  const dataDirectory = options.dataDirectory ?? join(folder, 'data');
  mkdirSync(dataDirectory, { recursive: true });
  const state = await emptyStackState(dataDirectory);
  await writeStackState({ ...state, ports: await randomPorts() });
  const environment: Record<string, string> = { ASSAY_DATA_DIR: dataDirectory, NO_COLOR: '1' };

  const start = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    startProcess([process.execPath, MAIN, ...args], {
      cwd: folder,
      environment: { ...ownEnvironment(), ...environment, ...more },
    });
  const logs = () => {
    const directory = join(dataDirectory, 'logs');
    if (!existsSync(directory)) return '(no logs)';
    return readdirSync(directory)
      .map((name) => `--- ${name}\n${readFileSync(join(directory, name), 'utf8').slice(-3_000)}`)
      .join('\n');
  };
  const runWith: CliStack['runWith'] = async (more, code, ...args) => {
    const result = await start(args, more).result;
    expect(result.code, `${explain(result)}\n${logs()}`).toBe(code);
    return result;
  };
  return {
    folder,
    dataDirectory,
    environment,
    run: (code, ...args) => runWith({}, code, ...args),
    runWith,
    start: (...args) => start(args),
    async status() {
      const { stdout } = await start(['server', 'status', '--json']).result;
      return JSON.parse(stdout) as StackStatus;
    },
    logs,
    async dispose() {
      const stopped = await start(['server', 'stop']).result;
      const left = processesNaming(dataDirectory);
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
      expect(left, `${explain(stopped)}\nleft processes behind`).toEqual([]);
      expect(stopped.code, explain(stopped)).toBe(0);
    },
  };
}

/** This process's variables without those that would change what is tested. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
}

/** Living processes whose command line holds the text. */
function processesNaming(text: string): { readonly pid: number; readonly line: string }[] {
  return commandLines().filter(({ pid, line }) => pid !== process.pid && line.includes(text));
}

export function commandLines(): { readonly pid: number; readonly line: string }[] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-axww', '-o', 'pid=,args=']).toString().split('\n');
    return lines.map((line) => ({ pid: Number.parseInt(line, 10), line }));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // A process that waits to be reaped has an empty one.
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), line }];
      } catch {
        return [];
      }
    });
}

/** The JSON lines of a command's standard output; fails on anything else among them. */
export function jsonLines(result: CliResult): Record<string, unknown>[] {
  return result.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Checks that standard error tells one clear thing, and returns that sentence. */
export function errorSentence(result: CliResult): string {
  const lines = result.stderr.split('\n').filter((line) => line.startsWith('error: '));
  expect(lines, explain(result)).toHaveLength(1);
  expect(result.stderr + result.stdout, 'no stack trace').not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(result.stderr, explain(result)).not.toContain('internal error');
  return lines[0]!.slice('error: '.length);
}
