import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atMost, median, noted, type Bench } from './bench.ts';

const ROUNDS = 9;
const LIMIT_MS = 500;

export const tasksBench: Bench = {
  name: 'tasks',
  summary: 'discovery of the whole catalogue',
  run() {
    const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
    const index = JSON.parse(readFileSync(pathOf('dist/tasks/catalogue.json'), 'utf8')) as {
      readonly tasks: readonly unknown[];
      readonly groups: readonly unknown[];
    };
    const clone = pathOf('deploy/assay.mjs');
    const installed = pathOf('dist/client/cli/main.js');
    const figure = (name: string, args: readonly string[]) =>
      atMost(name, timeOf(args), LIMIT_MS, { unit: 'ms' });
    return Promise.resolve([
      noted('tasks and groups', `${index.tasks.length} and ${index.groups.length}`),
      figure('assay tasks, installed', [installed, 'tasks']),
      figure('assay tasks, from a clone', [clone, 'tasks']),
      figure('assay tasks groups, installed', [installed, 'tasks', 'groups']),
      figure('assay tasks show shapes_mc, installed', [installed, 'tasks', 'show', 'shapes_mc']),
    ]);
  },
};

function timeOf(args: readonly string[]): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}.`);
    return performance.now() - startedAt;
  });
  return median(times);
}
