import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface KilledWriter {
  /** Documents 0 to flushed-1 were durable, so it said before it died. */
  readonly flushed: number;
  readonly started: number;
}

/** Runs a writer in a process of its own and kills it in the midst of writing, after `flushes` flushes. */
export function killWritingChild(
  url: string,
  attempt: number,
  flushes: number,
): Promise<KilledWriter> {
  const script = fileURLToPath(new URL('writing-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, String(attempt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let isKilled = false;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (isKilled || output.split('flushed').length <= flushes) return;
    isKilled = true;
    // A moment later it is busy with the next batch.
    setTimeout(() => child.kill('SIGKILL'), 5 + attempt * 3);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (isKilled)
        resolve({ flushed: lastNumber(output, 'flushed'), started: lastNumber(output, 'started') });
      else reject(new Error(`The writer ended with ${code} before it was killed.`));
    });
  });
}

function lastNumber(output: string, word: string): number {
  const found = [...output.matchAll(new RegExp(`^${word} (\\d+)\n`, 'gm'))].at(-1);
  return Number(found?.[1] ?? Number.NaN);
}
