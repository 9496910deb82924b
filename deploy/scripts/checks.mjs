import { join } from 'node:path';
import { root, run, say } from './steps.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

const CHECKS = [
  { name: 'format', command: bin('oxfmt'), args: ['--check', '.'] },
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'types', command: bin('tsc'), args: ['--noEmit', '-p', 'tsconfig.test.json'] },
  { name: 'dead code', command: bin('knip'), args: ['--no-progress'] },
];

/** Static checks; each counts as one test in the totals. */
export async function runChecks() {
  const totals = { passed: 0, failed: 0, names: [] };
  for (const { name, command, args } of CHECKS) {
    const startedAt = Date.now();
    const code = await run(command, args);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    say(`check ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (code === 0) totals.passed += 1;
    else {
      totals.failed += 1;
      totals.names.push(`check ${name}`);
    }
  }
  return totals;
}
