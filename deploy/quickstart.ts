import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { EvalError, isEvalError } from '../core/errors.ts';
import { dataDirectoryFrom } from './dev-server/data-paths.ts';
import { findPackageRoot } from './dev-server/find-package-root.ts';
import { startStack } from './dev-server/start-stack.ts';
import { stackStatus } from './dev-server/stack-status.ts';
import { stopStack } from './dev-server/stop-stack.ts';

const HELP = `Usage: npm run quickstart [-- --keep]

Brings the embedded stack up, evaluates three checkpoints of the tiny vision-language model on the
shapes benchmark, prints their tables, and stops what it started.

  --keep   leave the stack running, with the Temporal web UI (assay server stop ends it)
`;

const log = (message: string) => process.stderr.write(`assay: ${message}\n`);

async function quickstart(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = argv.find((argument) => argument !== '--keep');
  if (unknown !== undefined) {
    throw new EvalError('spec-invalid', `quickstart does not know ${unknown}; it takes --keep.`);
  }
  const dataDirectory = dataDirectoryFrom();
  const before = await stackStatus(dataDirectory);
  const stack = await startStack({ dataDirectory, log });
  log(`Temporal web UI: ${stack.uiUrl ?? 'none'}`);
  try {
    return await runEvaluations();
  } finally {
    if (before.state === 'stopped' && !argv.includes('--keep')) {
      await stopStack({ dataDirectory, log });
      log('stopped the embedded stack; `npm run -s assay -- server start` brings it back.');
    }
  }
}

/** The same command that a user would type, in a process of its own. */
function runEvaluations(): Promise<number> {
  const root = findPackageRoot();
  const cli = join(root, 'dist', 'client', 'cli', 'main.js');
  const args = [cli, 'eval', '--config', join('deploy', 'examples', 'quickstart.yaml')];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    // Ctrl-C reaches the child through the terminal: it detaches and says how to go on.
    process.on('SIGINT', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 130));
  });
}

try {
  process.exitCode = await quickstart(process.argv.slice(2));
} catch (error) {
  log(isEvalError(error) ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 3;
}
