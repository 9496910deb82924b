import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './checks.mjs';
import { printTotals, runSuites } from './suites.mjs';
import { cacheDirectory, run, say } from './steps.mjs';

/** `npm test`: everything, in the order in which a failure is cheapest to learn. */
const NEWER_NODE = '24';

const totals = [await runChecks(), await runSuites(['unit'])];
totals.push(await runUnitOnNewerNode());
totals.push(await prepareTools());
totals.push(await runSuites(['conformance', 'replay', 'integration', 'chaos']));
process.exitCode = printTotals(totals);

/** A server that cannot be had is one clear failure here, not a hundred timeouts later. */
async function prepareTools() {
  const script = join('tests', 'support', 'prepare-tools-process.ts');
  const code = await run(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 2, 2],
  });
  return code === 0
    ? { passed: 0, failed: 0, names: [] }
    : { passed: 0, failed: 1, names: ['the servers that the suites need could not be installed'] };
}

/** The unit suite once more under the next Node line, from the npm package `node`. */
async function runUnitOnNewerNode() {
  const folder = join(cacheDirectory, `node-${NEWER_NODE}`);
  const binary = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(binary)) {
    say(`installing Node ${NEWER_NODE} from npm for the second unit run …`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', `node@${NEWER_NODE}`];
    const code = await run('npm', args, { cwd: folder, stdio: ['ignore', 2, 2] });
    if (code !== 0 || !existsSync(binary)) {
      return {
        passed: 0,
        failed: 1,
        names: [`unit on Node ${NEWER_NODE}: could not be installed`],
      };
    }
  }
  return runSuites(['unit'], { node: binary, label: `unit on Node ${NEWER_NODE}` });
}
