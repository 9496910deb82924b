import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BenchStack } from './bench-stack.ts';

const CLI = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));

/** Moments on the clock that all processes share (Date.now). */
export interface EvalRun {
  readonly runId: string;
  readonly startedAtMs: number;
  /** The server has taken the run. */
  readonly submittedAtMs: number;
  /** The results are copied and printed; of a detached run, when the command ended. */
  readonly endedAtMs: number;
}

/** `assay eval` as a user runs it: a process of the command line, results copied to a folder. */
export async function runEval(stack: BenchStack, args: readonly string[]): Promise<EvalRun> {
  const startedAtMs = Date.now();
  const output = ['--output_path', `${stack.folder}/results`, '--json'];
  const child = spawn(process.execPath, [CLI, 'eval', ...args, ...output], {
    cwd: stack.folder,
    env: { ...process.env, ASSAY_DATA_DIR: stack.dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  let runId = '';
  let submittedAtMs = 0;
  let endedAtMs = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { event, runId: named } = JSON.parse(line) as { event?: string; runId?: string };
    if (event === 'started') {
      runId = named ?? '';
      submittedAtMs = Date.now();
    }
    endedAtMs = Date.now();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || runId === '') throw new Error(`assay eval ended with ${code}:\n${errors}`);
  return { runId, startedAtMs, submittedAtMs, endedAtMs };
}
