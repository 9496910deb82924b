import { appendFileSync, readFileSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPaths } from '../../core/run-paths.ts';
import { CHAOS_TASK } from './chaos-bench.ts';
import type { ChaosRandom } from './chaos-random.ts';
import type { TestStack } from './test-stack.ts';

const GIVE_UP_MS = 60_000;

/** Resolves the instant the store's folder shows the `count`-th change of a matching file. */
export function whenWritten(stack: TestStack, pattern: RegExp, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    const folder = fileURLToPath(stack.storeUrl);
    const watcher = watch(folder, { recursive: true }, (_, name) => {
      if (name === null || !pattern.test(name)) return;
      seen += 1;
      if (seen === count) end();
    });
    const timer = setTimeout(() => {
      watcher.close();
      reject(new Error(`Only ${seen} of ${count} writes of ${String(pattern)} were seen.`));
    }, GIVE_UP_MS);
    const end = () => {
      clearTimeout(timer);
      watcher.close();
      resolve();
    };
  });
}

/** Appends the first part of a whole line to some part files, as a write that was cut short leaves it. */
export function tearLedgerLines(stack: TestStack, runId: string, random: ChaosRandom): number {
  const folder = join(fileURLToPath(stack.storeUrl), runPaths.task(runId, CHAOS_TASK), 'infer');
  let torn = 0;
  for (const path of filesIn(folder)) {
    const line = readFileSync(path, 'utf8').split('\n')[0] ?? '';
    if (line === '') continue;
    appendFileSync(path, line.slice(0, Math.floor(random.between(1, line.length))));
    torn += 1;
  }
  return torn;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // The run was killed before it wrote its first row.
    return [];
  }
}
