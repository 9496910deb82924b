#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isEvalError } from '../core/errors.ts';
import { WORKER_HELP, parseWorkerOptions } from './worker-options.ts';

/** Entry of every worker process: `node dist/workers/main.js --role …`. */
async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help')) {
    process.stdout.write(WORKER_HELP);
    return;
  }
  const settings = parseWorkerOptions(argv);
  const { runWorkers } = await import('./run-workers.ts');
  await runWorkers({
    settings,
    distDirectory: fileURLToPath(new URL('..', import.meta.url)),
    onReady: (identity) => {
      if (settings.readyFile === undefined) return;
      writeFileSync(settings.readyFile, `${JSON.stringify(identity)}\n`);
    },
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = isEvalError(error) ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`assay worker: ${String(text)}\n`);
  // Native handles of a half-built worker would keep the process alive for ever.
  process.exit(isEvalError(error) && error.code === 'spec-invalid' ? 2 : 3);
});
