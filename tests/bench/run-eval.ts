import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BenchStack } from './bench-stack.ts';

const CLI = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));

export interface EvalRun {
  readonly runId: string;
  /** When the process was started and when its files were written, on the clock of Date.now. */
  readonly startedAtMs: number;
  readonly submittedAtMs: number;
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
  let runId = '';
  let submittedAtMs = 0;
  let endedAtMs = 0;
  let text = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { readonly event?: string; readonly runId?: string };
    if (event.event === 'started') {
      runId = event.runId ?? '';
      submittedAtMs = Date.now();
    }
    if (event.event === 'result') endedAtMs = Date.now();
  });
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || endedAtMs === 0) {
    throw new Error(`assay eval ended with ${code}:\n${text.slice(-4000)}`);
  }
  return { runId, startedAtMs, submittedAtMs, endedAtMs };
}
