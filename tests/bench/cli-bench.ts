import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atMost, median, noted, type Bench } from './bench.ts';

const ROUNDS = 9;

export const cliBench: Bench = {
  name: 'cli',
  summary: 'start-up of the command line',
  run() {
    const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
    const ms = { unit: 'ms' };
    const clone = pathOf('deploy/assay.mjs');
    const installed = pathOf('dist/client/cli/main.js');
    return Promise.resolve([
      noted('node -e 0', `${timeOf(['-e', '0']).toFixed(0)} ms`),
      atMost('assay --help, installed', timeOf([installed, '--help']), 300, ms),
      atMost('assay --help, from a clone', timeOf([clone, '--help']), 300, ms),
      atMost('assay eval --help, installed', timeOf([installed, 'eval', '--help']), 300, ms),
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
